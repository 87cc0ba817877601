package dev.narrowgauge.domain.proof;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** The curve P-256 of FIPS 186-5, for what the JDK does not do: the public point to a private number. */
final class P256 {
    static final String NAME = "secp256r1";

    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private P256() {}

    /** The generator times the number, by doubling and adding (SEC 1, 2.2.1). Takes longer for some numbers than for others. */
    static ECPoint times(BigInteger number, ECParameterSpec curve) {
        BigInteger prime = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger a = curve.getCurve().getA();
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = number.bitLength() - 1; bit >= 0; bit--) {
            sum = sum(sum, sum, prime, a);
            if (number.testBit(bit)) {
                sum = sum(sum, curve.getGenerator(), prime, a);
            }
        }
        return sum;
    }

    private static ECPoint sum(ECPoint left, ECPoint right, BigInteger prime, BigInteger a) {
        if (left.equals(ECPoint.POINT_INFINITY)) {
            return right;
        }
        if (right.equals(ECPoint.POINT_INFINITY)) {
            return left;
        }
        BigInteger x = left.getAffineX();
        BigInteger y = left.getAffineY();
        BigInteger slope;
        if (!x.equals(right.getAffineX())) {
            BigInteger run = right.getAffineX().subtract(x).mod(prime);
            slope = right.getAffineY().subtract(y).multiply(run.modInverse(prime));
        } else if (y.equals(right.getAffineY()) && y.signum() != 0) {
            BigInteger rise = THREE.multiply(x.pow(2)).add(a);
            slope = rise.multiply(TWO.multiply(y).modInverse(prime));
        } else {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger sumX = slope.pow(2).subtract(x).subtract(right.getAffineX()).mod(prime);
        return new ECPoint(sumX, slope.multiply(x.subtract(sumX)).subtract(y).mod(prime));
    }
}
