"""What must hold of a forecast before it is stored. Each rule sees a row of forecasts.sql.

A rule has a name in plain words, the reason that it exists, and either a condition that holds(…) of each row (a row on
which it is NULL fails) or one of Great Expectations' own expectations about one column (which passes over NULL, unless
it is about NULL). severity="stop" is for what no forecast can cause: the step that staged it is broken, the run stops.
"""

import re

import great_expectations.expectations as gxe

from foretold.quality.rules import Rule, holds

PRONOUNS = re.findall(
    r"\w+",
    """
    i me we us you he him she her it they them one who whom this that these those
    somebody someone everybody everyone anybody anyone nobody others another
    myself ourselves yourself himself herself itself themselves""",
)

LONGEST_NAME = 15
"""Words in the longest holder's name that is believed; the longest in the annotated news has 8."""

RULES = [
    # Identity: every row can be traced to bytes.
    Rule(
        "forecast-has-an-id",
        "A forecast without an id cannot be quarantined, nor can a decision be taken about it.",
        holds("row_id <> ''"),
        severity="stop",
    ),
    Rule(
        "forecast-id-is-well-formed",
        "Journal, pages and addresses name forecasts by their id. (It is the hash of the span at first extraction,"
        " which later versions keep: only its form can be checked.)",
        holds("regexp_matches(forecast_id, '^f_[0-9a-f]{16}$')"),
    ),
    Rule(
        "forecast-id-is-given-once",
        "Two forecasts under one id would share one outcome.",
        gxe.ExpectColumnValuesToBeUnique(column="forecast_found"),
    ),
    Rule(
        "span-is-found-once",
        "The same words found twice in a document would be scored twice.",
        gxe.ExpectColumnValuesToBeUnique(column="span"),
    ),
    Rule(
        "document-is-known",
        "An orphan: a forecast without the document that it was read from cannot be checked or shown.",
        gxe.ExpectColumnValuesToBeInSet(column="is_document_known", value_set=[True]),
    ),
    Rule(
        "source-is-known",
        "A forecast from an unknown source has no licence under which it may be quoted.",
        holds("source_name is not null"),
    ),
    Rule(
        "text-is-staged",
        "Without the capture's text no quote can be checked, and an unchecked quote is not published.",
        holds("text is not null or not is_document_known"),
        severity="stop",
    ),
    Rule(
        "extractor-version-is-set",
        "Marks and mistakes belong to a version of the extractor; without it a forecast cannot be found anew.",
        holds("trim(extractor_version) <> ''"),
    ),
    # The words.
    Rule(
        "quote-stands-at-its-offsets",
        "The promise of the whole house: each quote is in the text, character for character, where it is said to be.",
        holds("quote = text_at_offsets"),
    ),
    Rule(
        "quote-lies-within-its-document",
        "A capture may hold several documents; a quote outside its own has another date and another author.",
        holds("document_start_offset <= start_offset and end_offset <= document_end_offset"),
    ),
    Rule(
        "quote-has-words",
        "A quote of blanks and marks says nothing.",
        holds(r"regexp_matches(quote, '\p{L}')"),
    ),
    Rule(
        "paragraph-stands-at-its-offset",
        "Pages show the quote within its paragraph, and readers take that for the text.",
        holds("paragraph = text_at_paragraph"),
    ),
    Rule(
        "quote-lies-within-its-paragraph",
        "Pages mark the quote in the paragraph by the difference of the two offsets.",
        holds("paragraph_start_offset <= start_offset and quote = paragraph_at_offsets"),
    ),
    Rule(
        "claim-has-words",
        "The claim is what is decided upon; without words there is nothing to decide.",
        holds(r"regexp_matches(claim, '\p{L}')"),
    ),
    Rule(
        "extractor-gave-its-reason",
        "`foretold explain` answers why a sentence is in by the rule that found it.",
        holds("trim(reason) <> ''"),
    ),
    # The holder.
    Rule(
        "holder-is-not-empty",
        "Somebody holds every forecast: who is named, or the author.",
        holds(r"regexp_matches(speaker, '\p{L}')"),
    ),
    Rule(
        "holder-is-not-a-pronoun",
        "A record under “he” or “they” mixes people; the extractor has to say whom it means.",
        gxe.ExpectColumnValuesToNotBeInSet(column="plain_speaker", value_set=PRONOUNS),
    ),
    Rule(
        "holder-is-a-name-not-a-sentence",
        f"Beyond {LONGEST_NAME} words a holder is a piece of sentence that was cut wrongly.",
        holds(f"len(string_split(plain_speaker, ' ')) <= {LONGEST_NAME}"),
    ),
    Rule(
        "holder-stands-in-the-text",
        "Nobody is credited with a forecast whom the text does not name. (Capitals and line breaks may differ.)",
        holds("speaker = 'author' or contains(plain_text, plain_speaker)"),
    ),
    # The strength.
    Rule(
        "band-is-known",
        "The guideline knows five strengths of wording.",
        gxe.ExpectColumnValuesToBeInSet(
            column="band", value_set=["certain", "likely", "possible", "unlikely", "scheduled"]
        ),
    ),
    Rule(
        "cue-stands-in-its-paragraph",
        "The number is read from the cue: readers must be able to see those words beside it.",
        holds("contains(plain(paragraph), plain(cue))"),
    ),
    Rule(
        "probability-is-a-share",
        "Probabilities are 0 to 1 and never percent; anything else would break every score.",
        gxe.ExpectColumnValuesToBeBetween(column="probability", min_value=0, max_value=1),
    ),
    Rule(
        "stated-probability-is-a-share",
        "A number in the text is stored as a share of 1: “70 %” is 0.7.",
        gxe.ExpectColumnValuesToBeBetween(column="stated_probability", min_value=0, max_value=1),
    ),
    Rule(
        "stated-probability-is-the-probability",
        "When the text gives a number, that is the reading; no scale overrides it.",
        holds("stated_probability is null or probability = stated_probability"),
    ),
    Rule(
        "reading-lies-within-its-range",
        "A reading has a low end, a point and a high end in that order, or it has none of them.",
        holds(
            "(probability is null and probability_low is null and probability_high is null)"
            " or (0 <= probability_low and probability_low <= probability"
            " and probability <= probability_high and probability_high <= 1)"
        ),
    ),
    Rule(
        "reading-fits-its-band",
        "A word read far outside of its band (“unlikely” as 80 %) was negated wrongly, or given another word's number."
        " Numbers that the text states are not measured by the words around them.",
        holds(
            "probability is null or stated_probability is not null or band = 'scheduled'"
            " or probability between band_low and band_high"
        ),
    ),
    Rule(
        "scheduled-carries-no-probability",
        "An announced date is a plan, not a judgement of how likely something is; it is listed, and not scored.",
        holds("band <> 'scheduled' or (probability is null and stated_probability is null)"),
    ),
    Rule(
        "scales-are-loaded",
        "Whether a word can be read as a number is known from the scales; with none loaded, nothing would be.",
        gxe.ExpectColumnValuesToBeInSet(column="is_any_scale_loaded", value_set=[True]),
        severity="stop",
    ),
    Rule(
        "no-number-is-guessed",
        "A probability is stated in the text, or read from a word that a scale knows. Else it is NULL, and not scored.",
        holds("probability is null or stated_probability is not null or is_term_on_a_scale"),
    ),
    # The day.
    Rule(
        "made-on-is-not-after-capture",
        "Nobody can have said it after it was captured. A later day would make a hindsight look like a forecast.",
        holds("made_on is null or made_on <= captured_on"),
    ),
    Rule(
        "made-on-is-not-absurd",
        "Before 1800 there are no newspapers as we read them: such a date was misread.",
        gxe.ExpectColumnValuesToBeBetween(column="made_on", min_value="1800-01-01"),
    ),
    Rule(
        "made-on-is-missing-only-with-the-documents-date",
        "The day may be unknown when the document's is (which says why), but not go missing on the way.",
        holds(
            "made_on is not null or published_earliest_on is distinct from published_latest_on"
            " or published_earliest_on is null"
        ),
    ),
    # Condition and deadline.
    Rule(
        "condition-has-words",
        "A forecast is conditional when it has a condition; an empty one would take it out of the leaderboard unseen.",
        holds(r"condition is null or regexp_matches(condition, '\w')"),
    ),
    Rule(
        "time-words-stand-in-the-text",
        "A deadline is reckoned from these words; words that are not there would make an invented one.",
        holds("horizon is null or (trim(horizon) <> '' and contains(plain_text, plain(horizon)))"),
    ),
    Rule(
        "deadline-comes-from-time-words",
        "No stated deadline: the due dates are NULL and stay NULL.",
        holds("(due_earliest_on is null and due_latest_on is null) or horizon is not null"),
    ),
    Rule(
        "deadline-does-not-end-before-it-begins",
        "A deadline is an interval; one that ends before it begins was reckoned wrongly.",
        holds("due_earliest_on is null or due_latest_on is null or due_earliest_on <= due_latest_on"),
    ),
    Rule(
        "deadline-is-not-before-the-forecast",
        "What was due before it was said is no forecast, or its date or its time words were misread.",
        holds("due_latest_on is null or made_on is null or due_latest_on >= made_on"),
    ),
    Rule(
        "deadline-is-not-absurd",
        "Nobody here will see the year 3000: such a deadline was misread (“the year 20205”).",
        gxe.ExpectColumnValuesToBeBetween(column="due_latest_on", max_value="2999-12-31"),
    ),
    Rule(
        "missing-deadline-has-its-reason",
        "Time words that give no date (“soon”) are kept with the reason, so that people can decide.",
        holds("horizon is null or due_latest_on is not null or trim(due_reason) <> ''"),
    ),
]
