"""Text in: sources are collected into captures, captures are read into documents."""
