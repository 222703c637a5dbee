"""The audit: what has been staged meets the rules of expectations/, and what breaks one stays out."""
