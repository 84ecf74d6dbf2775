"""What the programmes say: answers, dated values, readings, assumptions and words."""
