package dev.narrowgauge.checks.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Cuts lower-case text into the longest pieces that a vocabulary has (Devlin et al. 2019). */
final class WordPieces {
    private final JsonNode vocabulary;

    private WordPieces(JsonNode vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** @param tokenizer as the Hugging Face tokenizers library saves it */
    static WordPieces of(Path tokenizer) {
        try {
            return new WordPieces(
                    new ObjectMapper().readTree(tokenizer.toFile()).at("/model/vocab"));
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.FILE_NOT_FOUND, tokenizer + " cannot be read: " + e, e);
        }
    }

    /** Numbers of pieces between their marks, filled up to one length, with a mask of what is no filling. */
    Samples encode(List<String> sentences, int length) {
        int count = sentences.size();
        long[] ids = new long[count * length];
        long[] mask = new long[count * length];
        for (int i = 0; i < count; i++) {
            List<Long> pieces = pieces(sentences.get(i), length);
            for (int j = 0; j < pieces.size(); j++) {
                ids[i * length + j] = pieces.get(j);
                mask[i * length + j] = 1;
            }
        }
        return Samples.of("input_ids", Values.longs(ids, count, length))
                .with("attention_mask", Values.longs(mask, count, length))
                .with("token_type_ids", Values.longs(new long[count * length], count, length));
    }

    private List<Long> pieces(String sentence, int most) {
        List<Long> pieces = new ArrayList<>(List.of(id("[CLS]")));
        Arrays.stream(sentence.toLowerCase(Locale.ROOT).split("\\s+|(?=\\p{Punct})|(?<=\\p{Punct})"))
                .filter(word -> !word.isBlank())
                .forEach(word -> pieces.addAll(ofWord(word)));
        List<Long> cut = new ArrayList<>(pieces.subList(0, Math.min(pieces.size(), most - 1)));
        cut.add(id("[SEP]"));
        return cut;
    }

    private List<Long> ofWord(String word) {
        List<Long> pieces = new ArrayList<>();
        int start = 0;
        while (start < word.length()) {
            int end = word.length();
            while (end > start && !vocabulary.has(piece(word, start, end))) {
                end--;
            }
            if (end == start) {
                return List.of(id("[UNK]"));
            }
            pieces.add(id(piece(word, start, end)));
            start = end;
        }
        return pieces;
    }

    private static String piece(String word, int start, int end) {
        return (start == 0 ? "" : "##") + word.substring(start, end);
    }

    private long id(String piece) {
        return vocabulary.get(piece).asLong();
    }
}
