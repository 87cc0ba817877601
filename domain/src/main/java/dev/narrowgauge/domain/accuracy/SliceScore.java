package dev.narrowgauge.domain.accuracy;

/** A score of some of the samples alone. */
record SliceScore(Score whole, int[] members) implements Score {
    @Override
    public int samples() {
        return members.length;
    }

    @Override
    public double of(int[] counts) {
        int[] all = new int[whole.samples()];
        for (int i = 0; i < members.length; i++) {
            all[members[i]] = counts[i];
        }
        return whole.of(all);
    }

    @Override
    public boolean isSame(int sample, Score other) {
        return other instanceof SliceScore slice && whole.isSame(members[sample], slice.whole);
    }
}
