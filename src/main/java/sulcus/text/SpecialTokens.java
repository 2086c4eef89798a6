package sulcus.text;

/**
 * What a model's files say beside its tokenizer.
 *
 * @param endOfTextId id that ends generation, −1 if only the name is known
 * @param endOfTextName the same as a token; "" if unknown
 * @param beginOfTextId id that begins a text, −1 if none or only the name is known
 * @param beginOfTextName the same as a token; "" if unknown
 * @param chatTemplate Jinja text, never run; "" for none
 */
record SpecialTokens(
        int endOfTextId, String endOfTextName, int beginOfTextId, String beginOfTextName, String chatTemplate) {
    static final SpecialTokens NONE = new SpecialTokens(-1, "", -1, "", "");
}
