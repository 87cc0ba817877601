package dev.narrowgauge.checks.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Where the texts and numbers of a JSON document stand, and what becomes of it when one byte of them is another. */
record ScalarTokens(String json, List<Token> all) {
    /**
     * @param pointer JSON pointer (RFC 6901)
     * @param from place of its first character in the document
     * @param to behind its last one
     */
    record Token(String pointer, int from, int to) {}

    static ScalarTokens of(String json) throws IOException {
        List<Token> tokens = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                    int from = (int) parser.currentTokenLocation().getCharOffset();
                    String pointer = parser.getParsingContext().pathAsPointer().toString();
                    // Reads to its end.
                    parser.getText();
                    int to = token == JsonToken.VALUE_STRING
                            ? (int) parser.currentLocation().getCharOffset()
                            : from + parser.getTextLength();
                    tokens.add(new Token(pointer, from, to));
                }
            }
        }
        return new ScalarTokens(json, tokens);
    }

    /** The document with another digit or letter somewhere in the token; empty where that place has none. */
    Optional<String> changed(Token token, Random random) {
        int place = token.from() + random.nextInt(token.to() - token.from());
        char before = json.charAt(place);
        if (json.charAt(place - 1) == '\\') {
            return Optional.empty();
        }
        return other(before).map(after -> json.substring(0, place) + after + json.substring(place + 1));
    }

    /** No zero, with which a number must not begin; in exponents a letter is a sign of its own. */
    private static Optional<Character> other(char before) {
        if (before >= '0' && before <= '9') {
            return Optional.of(before == '9' ? '1' : (char) (before + 1));
        }
        boolean isLetter = before >= 'a' && before <= 'z' || before >= 'A' && before <= 'Z';
        return isLetter && before != 'E' && before != 'u' ? Optional.of((char) (before ^ ' ')) : Optional.empty();
    }
}
