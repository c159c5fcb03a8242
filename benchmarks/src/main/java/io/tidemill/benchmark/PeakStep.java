package io.tidemill.benchmark;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a core can do: multiply-adds in registers, as many at a time as hide their latency. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PeakStep {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int STEPS = 1000;

  /** Of one call, floating-point operations. */
  static final double FLOPS = 2.0 * 12 * STEPS * SPECIES.length();

  private float factor = 1e-3f;

  @Benchmark
  public float engine() {
    FloatVector x = FloatVector.broadcast(SPECIES, factor);
    FloatVector s0 = x;
    FloatVector s1 = x;
    FloatVector s2 = x;
    FloatVector s3 = x;
    FloatVector s4 = x;
    FloatVector s5 = x;
    FloatVector s6 = x;
    FloatVector s7 = x;
    FloatVector s8 = x;
    FloatVector s9 = x;
    FloatVector s10 = x;
    FloatVector s11 = x;
    for (int i = 0; i < STEPS; i++) {
      s0 = x.fma(x, s0);
      s1 = x.fma(x, s1);
      s2 = x.fma(x, s2);
      s3 = x.fma(x, s3);
      s4 = x.fma(x, s4);
      s5 = x.fma(x, s5);
      s6 = x.fma(x, s6);
      s7 = x.fma(x, s7);
      s8 = x.fma(x, s8);
      s9 = x.fma(x, s9);
      s10 = x.fma(x, s10);
      s11 = x.fma(x, s11);
    }
    FloatVector half = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    return half.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).reduceLanes(VectorOperators.ADD);
  }
}
