package dev.narrowgauge.domain.accuracy;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How near an embedding has another one of the same item: for each sample how many of other items are nearer. As in deep
 * metric learning, every sample is a query among all others (Oh Song and others, Deep metric learning via lifted structured
 * feature embedding, CVPR 2016).
 *
 * @param baselineRanks 0 where the nearest other one is of the same item; negative where there is no other one of it
 * @param variantRanks negative for the same samples
 */
public record NeighbourAnswers(int[] baselineRanks, int[] variantRanks) implements PairedAnswers {
    public NeighbourAnswers {
        if (variantRanks.length != baselineRanks.length) {
            throw new IllegalArgumentException("the ranks of baseline and variant are not of the same samples");
        }
    }

    @Override
    public int samples() {
        return baselineRanks.length;
    }

    @Override
    public PairedAnswers against(PairedAnswers others) {
        NeighbourAnswers other = (NeighbourAnswers) others;
        PairedAnswers.requireSameTruth(variantRanks.length == other.variantRanks.length
                && IntStream.range(0, variantRanks.length)
                        .allMatch(sample -> variantRanks[sample] < 0 == other.variantRanks[sample] < 0));
        return new NeighbourAnswers(other.variantRanks, variantRanks);
    }

    @Override
    public List<ScorePair> scores() {
        return List.of(
                recall(AccuracyMetric.RECALL_AT_1, 1),
                recall(AccuracyMetric.RECALL_AT_5, 5),
                recall(AccuracyMetric.RECALL_AT_10, 10));
    }

    private ScorePair recall(AccuracyMetric metric, int nearest) {
        return new ScorePair(metric, score(baselineRanks, nearest), score(variantRanks, nearest));
    }

    private static RatioScore score(int[] ranks, int nearest) {
        int[] found = new int[ranks.length];
        int[] asked = new int[ranks.length];
        for (int i = 0; i < ranks.length; i++) {
            asked[i] = ranks[i] < 0 ? 0 : 1;
            found[i] = ranks[i] >= 0 && ranks[i] < nearest ? 1 : 0;
        }
        return new RatioScore(found, asked);
    }

    /**
     * By cosine; of equally near ones the first comes first. Where an embedding has something that is no number, nothing is near it.
     *
     * @param embeddings one for each sample, all of one length
     * @param items which item each sample shows
     */
    public static int[] ranks(float[][] embeddings, long[] items) {
        float[][] directions = new float[embeddings.length][];
        for (int i = 0; i < embeddings.length; i++) {
            directions[i] = direction(embeddings[i]);
        }
        int[] ranks = new int[embeddings.length];
        float[] near = new float[embeddings.length];
        for (int query = 0; query < embeddings.length; query++) {
            for (int i = 0; i < embeddings.length; i++) {
                near[i] = product(directions[query], directions[i]);
            }
            ranks[query] = rank(query, near, items);
        }
        return ranks;
    }

    private static int rank(int query, float[] near, long[] items) {
        int best = -1;
        for (int i = 0; i < near.length; i++) {
            boolean isSame = i != query && items[i] == items[query];
            if (isSame && (best < 0 || near[i] > near[best] || Float.isNaN(near[best]))) {
                best = i;
            }
        }
        if (best < 0) {
            return -1;
        }
        int rank = 0;
        for (int i = 0; i < near.length; i++) {
            boolean isOther = items[i] != items[query];
            boolean isBefore = near[i] > near[best] || near[i] == near[best] && i < best || Float.isNaN(near[best]);
            rank += isOther && isBefore ? 1 : 0;
        }
        return rank;
    }

    private static float[] direction(float[] embedding) {
        double squares = 0;
        for (float value : embedding) {
            squares += (double) value * value;
        }
        float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        float[] direction = new float[embedding.length];
        for (int i = 0; i < embedding.length; i++) {
            direction[i] = embedding[i] * scale;
        }
        return direction;
    }

    private static float product(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
