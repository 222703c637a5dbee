"""The pages: queries on an edition, one dataclass per page, templates; written as files or served live."""
