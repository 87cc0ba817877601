package dev.narrowgauge.domain.gate;

/**
 * How far a run may be extended where a rule asks for it and is not decided.
 *
 * @param forks the most that a variant has on a device class, those of the first measurement included
 * @param times how often at most; as each is a look at the same tests, their number is known beforehand
 */
public record Extend(int forks, int times) {
    static final int MOST_FORKS = 1000;
    static final int MOST_TIMES = 5;
    static final Extend STANDARD = new Extend(80, 1);

    public Extend {
        if (forks < 1 || forks > MOST_FORKS) {
            throw new IllegalArgumentException("forks are not from 1 to %d: %d".formatted(MOST_FORKS, forks));
        }
        if (times < 1 || times > MOST_TIMES) {
            throw new IllegalArgumentException("times are not from 1 to %d: %d".formatted(MOST_TIMES, times));
        }
    }

    /** How often the same test may be made. */
    int looks() {
        return times + 1;
    }
}
