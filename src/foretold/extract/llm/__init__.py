"""A language model as an option: any OpenAI-compatible endpoint reads what the scan picks out; every word is checked.

The scan of `foretold.extract` names the sentences that may hold a forecast, the model says which do, and nothing of its
answer is kept that the text does not bear out: see `check`. Needs the package's extra `llm`.
"""
