"""A second implementation of the wire's forms, which follows docs/how-to/speak-from-another-language.md section by section and imports nothing of ours."""
