"""What must hold of any text, the pieces of which odd texts are made, and a fuzzer that is led by coverage.

Run: pip install atheris; python tests/extract/fuzz.py [-max_total_time=600] [-max_len=400] [CORPUS]. Every option of
libFuzzer holds; the first text that breaks a promise is printed and kept as crash-…
"""

from __future__ import annotations

import sys

from foretold.records import Forecast

PIECES = [
    "The bank", "will", "won’t", "raise", "rates", "“", "”", "‘", "’", '"', "'", "''", "said", "he", "Ana Ruiz", "if", ",", ".", "?", ":", "\n",
    "\r\n", "\n\n", "might", "70%", "chance", "that", "in June", "by 2030", "\x00", "\ud800", "🚀", "שלום", "\u202e", "would", "is likely to",
    "according to", "unless", "-", "—", "1.", "•", "(", ")", "expects", "it", "may", "not", "be", "could", "P(x) = 0.4", "Édith", "e\u0301",
    "Should", "were", "to", "; ", "3 in 4", ", at one in six,", "(60 %)", "likely", "one chance in ten of", "up to a 5–10% chance", "with a probability of .7",
    "3-1 to", "it is 10 to 1 that", "twice as likely as not", ", at best", "next year", "I bet", "Prediction:", "Mr", "they", "which", "doubt", "%", "İ", "ß", "\u2028", "\xa0",
    "provided", "as long as", "once", "barring", "without", "subject to", "in the event of", "on condition", "when", "Had", "Ceding", "by selling",
    "the", "a", "of", "in", "and", "as", "is", "was", "has been", "given", "more", "such", "those", "what", "how", "whoever", "no", "never", "only", "even",
    "rates", "dam", "voters", "we", "you", "think", "predicted", "confidence", "most", "between", "at least", "soon", "until", "tomorrow", "the next two to three years",
]  # fmt: skip


def hold(text: str, found: list[Forecast]) -> None:
    """Hold forecasts to what is promised of them."""
    for forecast in found:
        assert 0 <= forecast.start < forecast.end <= len(text)
        assert text[forecast.start : forecast.end] == forecast.quote
        assert forecast.quote.strip()
        assert forecast.speaker == "author" or all(word in text for word in forecast.speaker.split())
        assert forecast.condition is None or forecast.condition in text
        assert forecast.probability is None or 0 <= forecast.probability <= 1


def main() -> None:
    """Let atheris look for a text that breaks a promise."""
    import atheris

    with atheris.instrument_imports(include=["foretold.extract"]):
        from foretold.extract import engine, explain, extract  # noqa: F401
        from foretold.extract.exam import as_document

    def one_input(data: bytes) -> None:
        source = atheris.FuzzedDataProvider(data)
        parts = []
        while source.remaining_bytes():
            kind = source.ConsumeIntInRange(0, 9)
            parts.append(source.ConsumeUnicode(6) if kind == 0 else source.PickValueInList(PIECES))
            parts.append("" if kind == 1 else " ")
        text = "".join(parts)
        try:
            findings = explain(as_document("odd", text))
            hold(text, [finding.forecast for finding in findings if finding.forecast is not None])
            assert all(text[finding.start : finding.end] == finding.quote for finding in findings)
        except Exception:
            print(f"broken by {text!r}", file=sys.stderr)
            raise

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
