package dev.narrowgauge.domain.recipe;

import java.util.AbstractList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A list of patterns that is asked about many names. Those that are names are looked up: a search writes a thousand of them
 * for a network of thousands of nodes.
 */
final class NamePatterns extends AbstractList<String> {
    private final List<String> patterns;
    private final Set<String> names = new HashSet<>();
    private final List<NamePattern> others;

    private NamePatterns(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
        this.others = this.patterns.stream()
                .map(NamePattern::new)
                .filter(pattern -> !pattern.isName())
                .toList();
        names.addAll(this.patterns);
        others.forEach(pattern -> names.remove(pattern.text()));
    }

    static NamePatterns of(List<String> patterns) {
        return patterns instanceof NamePatterns known ? known : new NamePatterns(patterns);
    }

    boolean matches(String name) {
        return names.contains(name) || others.stream().anyMatch(pattern -> pattern.matches(name));
    }

    @Override
    public String get(int index) {
        return patterns.get(index);
    }

    @Override
    public int size() {
        return patterns.size();
    }
}
