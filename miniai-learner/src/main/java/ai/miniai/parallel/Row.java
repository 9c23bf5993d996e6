package ai.miniai.parallel;

import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** A row of numbers on the heap, in the precision of the model, to be summed over the ranks. */
sealed interface Row {
  /** Zeros, in float64 if one of these parameters is. */
  static Row of(int length, List<Tensor> parameters) {
    return parameters.stream().anyMatch(one -> one.dataType() == DataType.DOUBLE)
        ? new Doubles(new double[length])
        : new Floats(new float[length]);
  }

  double get(int at);

  void set(int at, double value);

  /** Puts weight · values from {@code at} on. */
  void put(int at, Tensor values, int weight);

  /** The values from {@code at} on, divided by {@code divisor}. */
  Tensor mean(int at, long divisor, long... shape);

  void sum(AllReduce ranks);

  /** In float32. */
  record Floats(float[] values) implements Row {
    @Override
    public double get(int at) {
      return values[at];
    }

    @Override
    public void set(int at, double value) {
      values[at] = (float) value;
    }

    @Override
    public void put(int at, Tensor tensor, int weight) {
      float[] given = Host.readFloats(tensor);
      for (int i = 0; i < given.length; i++) {
        values[at + i] = given[i] * weight;
      }
    }

    @Override
    public Tensor mean(int at, long divisor, long... shape) {
      float[] mean = new float[Math.toIntExact(Row.count(shape))];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = values[at + i] / divisor;
      }
      return Tensor.of(mean, shape);
    }

    @Override
    public void sum(AllReduce ranks) {
      ranks.sum(values);
    }
  }

  /** In float64. */
  record Doubles(double[] values) implements Row {
    @Override
    public double get(int at) {
      return values[at];
    }

    @Override
    public void set(int at, double value) {
      values[at] = value;
    }

    @Override
    public void put(int at, Tensor tensor, int weight) {
      double[] given = Host.read(tensor);
      for (int i = 0; i < given.length; i++) {
        values[at + i] = given[i] * weight;
      }
    }

    @Override
    public Tensor mean(int at, long divisor, long... shape) {
      double[] mean = new double[Math.toIntExact(Row.count(shape))];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = values[at + i] / divisor;
      }
      return Tensor.of(mean, shape);
    }

    @Override
    public void sum(AllReduce ranks) {
      ranks.sum(values);
    }
  }

  private static long count(long... shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return count;
  }
}
