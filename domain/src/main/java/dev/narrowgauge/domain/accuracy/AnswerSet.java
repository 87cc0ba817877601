package dev.narrowgauge.domain.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All that a baseline and its variant answered in one evaluation, and what the dataset says of the samples beside what is
 * right.
 *
 * @param answers what is held against the truth first, then how each output agrees with the baseline's
 * @param groups for each sample; empty where the dataset tells none apart
 * @param groupNames of the groups by their numbers; empty where the numbers stand for themselves
 * @param clusters for each sample which others it belongs together with; empty where each is on its own
 */
public record AnswerSet(List<PairedAnswers> answers, int[] groups, List<String> groupNames, int[] clusters) {
    public AnswerSet {
        answers = List.copyOf(answers);
        groupNames = List.copyOf(groupNames);
        for (PairedAnswers each : answers) {
            requireFit("groups", groups, each.samples());
            requireFit("clusters", clusters, each.samples());
        }
    }

    private static void requireFit(String what, int[] each, int samples) {
        if (each.length != 0 && each.length != samples) {
            throw new IllegalArgumentException("%d %s for %d samples".formatted(each.length, what, samples));
        }
    }

    /** Of samples that each stand on their own and are in no groups. */
    public static AnswerSet of(List<PairedAnswers> answers) {
        return new AnswerSet(answers, new int[0], List.of(), new int[0]);
    }

    /**
     * The same with what another set's variant answered in the place of the baseline's answers. How outputs agree with a baseline's is left
     * out: the outputs themselves were not kept.
     *
     * @throws IllegalArgumentException where they are not of the same samples, or have no answers of one kind
     */
    public AnswerSet against(AnswerSet other) {
        List<PairedAnswers> paired = new ArrayList<>();
        for (PairedAnswers each : answers) {
            if (each instanceof AgreementAnswers) {
                continue;
            }
            other.answers.stream()
                    .filter(candidate -> candidate.getClass() == each.getClass())
                    .findFirst()
                    .map(each::against)
                    .ifPresent(paired::add);
        }
        if (paired.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing but their distance to FP32 is known of them, as it is without labels");
        }
        return new AnswerSet(paired, groups, groupNames, clusters);
    }

    public boolean isEmpty() {
        return answers.isEmpty();
    }

    Clusters clusters(int samples) {
        return clusters.length == 0 ? Clusters.each(samples) : Clusters.of(clusters);
    }

    /** In their order. */
    int[] knownGroups() {
        return Arrays.stream(groups).distinct().sorted().toArray();
    }

    /** Samples of the group. */
    int[] members(int group) {
        return IntStream.range(0, groups.length)
                .filter(sample -> groups[sample] == group)
                .toArray();
    }

    String nameOf(int group) {
        return "group " + (group >= 0 && group < groupNames.size() ? groupNames.get(group) : group);
    }
}
