package dev.narrowgauge.engine.quantizer.dynamic;

/** Row-major matrices in flat arrays. */
final class Matrices {
    private Matrices() {}

    static float[] transpose(float[] values, int rows, int columns) {
        float[] result = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = values[row * columns + column];
            }
        }
        return result;
    }

    /** Transposes each matrix of a stack. */
    static byte[] transposeEach(byte[] codes, int rows, int columns) {
        byte[] result = new byte[codes.length];
        int size = rows * columns;
        for (int i = 0; i < codes.length; i++) {
            int start = i / size * size;
            int row = (i - start) / columns;
            int column = (i - start) % columns;
            result[start + column * rows + row] = codes[i];
        }
        return result;
    }
}
