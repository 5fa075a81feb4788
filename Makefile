# The checks that CI runs, for a hook or a hand.
.PHONY: check format

check:
	npm run check

format:
	npm run format
