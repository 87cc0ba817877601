package dev.narrowgauge.checks.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plain sentences about many things, put together at random. */
final class Sentences {
    private static final String[] WHO = {
        "the old engineer", "a young doctor", "my neighbour", "the train driver", "our teacher", "every farmer",
        "the new manager", "a tired nurse", "the city council", "this small company", "her brother", "the orchestra",
        "a famous painter", "the football team", "their lawyer", "the weather service"
    };
    private static final String[] DID = {
        "repaired",
        "bought",
        "described",
        "lost",
        "forgot",
        "praised",
        "sold",
        "measured",
        "painted",
        "ordered",
        "cancelled",
        "explained",
        "moved",
        "found",
        "recommended",
        "returned"
    };
    private static final String[] WHAT = {
        "the broken bridge",
        "a bottle of milk",
        "two cheap tickets",
        "the annual report",
        "an electric bicycle",
        "the price of wheat",
        "some fresh bread",
        "a difficult question",
        "the last invoice",
        "a book about stars",
        "the winter coat",
        "a piano concert",
        "the red tractor",
        "his insurance",
        "a map of the coast",
        "the recipe"
    };
    private static final String[] WHEN = {
        "yesterday evening", "in the spring", "after the storm", "on Monday", "before lunch", "during the strike",
        "at the market", "near the station", "for the first time", "without a word", "in Berlin", "at 7 o'clock"
    };
    private static final String[] HEADS = {
        "Order", "Invoice", "Total", "Room", "Gate", "Flight", "Date", "Phone", "Page", "Item", "Price", "Section"
    };

    private Sentences() {}

    static List<String> draw(int count, Random random) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String sentence = "%s %s %s".formatted(any(WHO, random), any(DID, random), any(WHAT, random));
            sentences.add(random.nextInt(4) == 0 ? sentence + "." : sentence + " " + any(WHEN, random) + ".");
        }
        return sentences;
    }

    /** What stands on one line of a form. */
    static String line(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "%s %d".formatted(any(HEADS, random), 100 + random.nextInt(90_000));
            case 1 -> "%s: %d.%02d EUR".formatted(any(HEADS, random), random.nextInt(900), random.nextInt(100));
            case 2 -> any(WHAT, random) + " " + any(WHEN, random);
            default -> any(WHO, random) + " " + any(DID, random) + " " + any(WHAT, random);
        };
    }

    private static String any(String[] words, Random random) {
        return words[random.nextInt(words.length)];
    }
}
