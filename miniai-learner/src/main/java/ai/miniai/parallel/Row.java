package ai.miniai.parallel;

import ai.miniai.tensor.Host;
import ai.miniai.tensor.ReceivedGradient;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
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

  /** Zeros again. */
  void clear();

  /** Divides the first values by {@code divisor}. */
  void divide(int length, long divisor);

  /** The values from {@code from} to {@code to}. */
  Tensor part(int from, int to, long... shape);

  /** Makes the values from {@code at} on the gradient of a parameter. */
  void setGradient(int at, Tensor parameter);

  /**
   * Sets the gradients to the mean over the items. Afterwards the sums of gradients are means.
   *
   * @param parameters those whose sums this row begins with
   * @param marks says from {@code mark} on which of them have a gradient on any rank
   */
  default void setGradients(List<Tensor> parameters, Row marks, int mark, long items) {
    divide(length(parameters), items);
    int at = 0;
    for (int i = 0; i < parameters.size(); i++) {
      if (marks.get(mark + i) > 0) {
        setGradient(at, parameters.get(i));
      }
      at += (int) parameters.get(i).length();
    }
  }

  /** How many numbers these parameters have. */
  static int length(List<Tensor> parameters) {
    return Math.toIntExact(parameters.stream().mapToLong(Tensor::length).sum());
  }

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
    public void clear() {
      Arrays.fill(values, 0);
    }

    @Override
    public void divide(int length, long divisor) {
      float by = divisor;
      for (int i = 0; i < length; i++) {
        values[i] /= by;
      }
    }

    @Override
    public Tensor part(int from, int to, long... shape) {
      return Tensor.of(Arrays.copyOfRange(values, from, to), shape);
    }

    @Override
    public void setGradient(int at, Tensor parameter) {
      ReceivedGradient.set(parameter, values, at);
    }

    @Override
    public void sum(AllReduce ranks) {
      ranks.sum(values);
    }
  }

  /** In float64; a class of its own, because Java has no generics of primitive types. */
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
    public void clear() {
      Arrays.fill(values, 0);
    }

    @Override
    public void divide(int length, long divisor) {
      double by = divisor;
      for (int i = 0; i < length; i++) {
        values[i] /= by;
      }
    }

    @Override
    public Tensor part(int from, int to, long... shape) {
      return Tensor.of(Arrays.copyOfRange(values, from, to), shape);
    }

    @Override
    public void setGradient(int at, Tensor parameter) {
      parameter.zeroGrad();
      parameter.backward(part(at, at + (int) parameter.length(), parameter.shape()));
    }

    @Override
    public void sum(AllReduce ranks) {
      ranks.sum(values);
    }
  }
}
