package dev.narrowgauge.checks.networks;

import dev.narrowgauge.checks.data.Labelled;
import dev.narrowgauge.checks.data.Scenes;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import java.util.Locale;
import java.util.Random;

/** Kinds of networks, with the kind of data that they are made for. */
enum Family {
    CONVOLUTIONAL {
        @Override
        Labelled data(Scenes scenes, int count, int classes) {
            return scenes.images(count, 3, ConvolutionalBlocks.SIDE, ConvolutionalBlocks.SIDE, classes);
        }

        @Override
        String body(NetworkBuilder network, Random random, int mostNodes) {
            return new ConvolutionalBlocks(network, random).body(mostNodes);
        }
    },
    DENSE {
        @Override
        Labelled data(Scenes scenes, int count, int classes) {
            return scenes.rows(count, DenseBlocks.COLUMNS, classes);
        }

        @Override
        String body(NetworkBuilder network, Random random, int mostNodes) {
            return new DenseBlocks(network, random).body(mostNodes);
        }
    },
    ATTENTION {
        @Override
        Labelled data(Scenes scenes, int count, int classes) {
            return scenes.series(count, AttentionBlocks.LENGTH, AttentionBlocks.CHANNELS, classes);
        }

        @Override
        String body(NetworkBuilder network, Random random, int mostNodes) {
            return new AttentionBlocks(network, random).body(mostNodes);
        }
    },
    MIXED {
        @Override
        Labelled data(Scenes scenes, int count, int classes) {
            return scenes.images(count, 3, ConvolutionalBlocks.SIDE, ConvolutionalBlocks.SIDE, classes);
        }

        @Override
        String body(NetworkBuilder network, Random random, int mostNodes) {
            return new MixedBlocks(network, random).body(mostNodes);
        }
    };

    abstract Labelled data(Scenes scenes, int count, int classes);

    abstract String body(NetworkBuilder network, Random random, int mostNodes);

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
