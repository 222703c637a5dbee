"""What must hold of a document before it is stored. Each rule sees a row of documents.sql.

A rule has a name in plain words, the reason that it exists, and either a condition that holds(…) of each row (a row on
which it is NULL fails) or one of Great Expectations' own expectations about one column (which passes over NULL, unless
it is about NULL). severity="stop" is for what no document can cause: the step that staged it is broken, the run stops.
"""

import great_expectations.expectations as gxe

from foretold.quality.rules import Rule, holds

RULES = [
    # Identity: every row can be traced to bytes.
    Rule(
        "document-has-an-id",
        "A document without an id cannot be quarantined, nor can anything be traced to it.",
        holds("row_id <> ''"),
        severity="stop",
    ),
    Rule(
        "document-id-is-the-hash-of-its-span",
        "The id says which span of which capture the document is; under another id the journal would not find it.",
        holds("document_id = 'd_' || left(sha256(concat_ws(chr(31), capture_id, start_offset, end_offset)), 16)"),
    ),
    Rule(
        "text-is-staged",
        "Without the capture's text nothing about a document can be checked.",
        gxe.ExpectColumnValuesToNotBeNull(column="text"),
        severity="stop",
    ),
    Rule(
        "text-has-the-hash-that-names-it",
        "A capture is never edited. Text that does not hash to the capture's id is not what was captured.",
        holds("capture_id = 'c_' || left(sha256(sha256(text)), 16)"),
    ),
    Rule(
        "document-staged-once",
        "One reading of a capture gives each of its documents once; twice would count its forecasts twice.",
        gxe.ExpectColumnValuesToBeUnique(column="reading"),
    ),
    Rule(
        "source-is-known",
        "A document from an unknown source has no licence, and readers cannot be told where it comes from.",
        holds("source_name is not null"),
    ),
    Rule(
        "reader-version-is-set",
        "A reading can only be repeated, or replaced by a better one, when it says which reader made it.",
        holds("trim(reader_version) <> ''"),
    ),
    # The span.
    Rule(
        "offsets-lie-within-the-text",
        "Offsets count Unicode code points of the capture's text; beyond its end there is nothing to quote.",
        holds("0 <= start_offset and start_offset < end_offset and end_offset <= length(text)"),
    ),
    Rule(
        "document-has-words",
        "A document of blanks and marks says nothing; one that is read as such was cut wrongly.",
        holds(r"regexp_matches(document_text, '[\p{L}\p{N}]')"),
    ),
    Rule(
        "words-are-counted",
        "Lengths and rates per thousand words are reckoned from this number.",
        gxe.ExpectColumnValuesToBeBetween(column="n_words", min_value=1),
    ),
    # What readers see of it.
    Rule(
        "name-is-not-empty",
        "The name is how the operator finds the file, and how an outcome names its document.",
        holds("trim(name) <> ''"),
    ),
    Rule(
        "title-is-missing-or-has-words",
        "A title that was not found is NULL. An empty one would look like data, and give a link without words.",
        holds(r"title is null or regexp_matches(title, '[\p{L}\p{N}]')"),
    ),
    Rule(
        "url-is-http",
        "Pages link to it: any other scheme (javascript, file, data) is no address that readers can open safely.",
        holds(r"url is null or regexp_matches(url, '^https?://[^\s/]+(/\S*)?$', 'i')"),
    ),
    Rule(
        "authors-have-names",
        "Forecasts in the author's own voice are filed under these names; no name is an empty list, not an empty name.",
        holds(
            r"not exists (select 1 from unnest(authors) as a (name) where regexp_matches(a.name, '\p{L}') is not true)"
        ),
    ),
    # The date.
    Rule(
        "date-has-both-ends-in-order",
        "A date is an interval, of one day when the day is known; half of one, or one that ends too soon, is none.",
        holds(
            "(published_earliest_on is null and published_latest_on is null)"
            " or published_earliest_on <= published_latest_on"
        ),
    ),
    Rule(
        "date-is-not-after-capture",
        "What has been captured has been published: a later date is a misprint, or was read from the wrong place.",
        holds("published_latest_on is null or published_latest_on <= captured_on"),
    ),
    Rule(
        "date-is-not-absurd",
        "Before 1800 there are no newspapers as we read them: such a date was misread.",
        gxe.ExpectColumnValuesToBeBetween(column="published_earliest_on", min_value="1800-01-01"),
    ),
    Rule(
        "missing-date-has-its-reason",
        "A date may be unknown, but not silently: people supply it when they see why it is missing.",
        holds("published_earliest_on is not null or trim(published_reason) <> ''"),
    ),
    Rule(
        "date-basis-fits-the-date",
        "A date is stated or inferred; unknown is what is said of no date, and of nothing else.",
        holds(
            "published_basis in ('stated', 'inferred', 'unknown')"
            " and (published_basis = 'unknown') = (published_earliest_on is null)"
        ),
    ),
]
