package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** A name in which {@code *} stands for any characters and {@code ?} for one. */
public record NamePattern(String text) {
    public NamePattern {
        requireNonNull(text, "text is null");
    }

    /** Whether it matches nothing but itself. */
    public boolean isName() {
        return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    public boolean matches(String name) {
        if (isName()) {
            return text.equals(name);
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }
}
