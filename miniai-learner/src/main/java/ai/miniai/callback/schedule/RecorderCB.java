package ai.miniai.callback.schedule;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.callback.Training;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.util.ResizableDoubleArray;
import org.jspecify.annotations.Nullable;

/**
 * Records quantities such as the learning rate after each training batch.
 *
 * <pre>{@code
 * var recorder = new RecorderCB().lr().momentum().loss()
 *     .number("decay", learn -> learn.opt().groups().get(0).weightDecay());
 * }</pre>
 */
public final class RecorderCB extends Callback implements Stateful {
  /** One quantity and its recorded values. */
  private static final class Line {
    private final Function<Training, DoubleSupplier> quantity;
    private final ResizableDoubleArray values = new ResizableDoubleArray();
    private @Nullable DoubleSupplier last;

    Line(Function<Training, DoubleSupplier> quantity) {
      this.quantity = quantity;
    }

    void add(Training learn) {
      settle();
      last = quantity.apply(learn);
    }

    /**
     * By the next batch the value has been read from the device, together with its batch's others.
     */
    private void settle() {
      DoubleSupplier value = last;
      if (value != null) {
        last = null;
        values.addElement(value.getAsDouble());
      }
    }

    double[] values() {
      settle();
      return values.getElements();
    }

    void begin(double... given) {
      last = null;
      values.clear();
      values.addElements(given);
    }
  }

  private final Map<String, Line> lines = new LinkedHashMap<>();

  /** Records the learning rate of the first parameter group, as "lr". */
  public RecorderCB lr() {
    return number("lr", learn -> learn.opt().lr());
  }

  /** Records the momentum of the first parameter group (beta1 of Adam), as "momentum". */
  public RecorderCB momentum() {
    return number("momentum", learn -> learn.opt().groups().get(0).momentum());
  }

  /** Records the loss of the batch, as "loss". */
  public RecorderCB loss() {
    return scalar("loss", Training::loss);
  }

  /** Records a number. For a tensor use {@link #scalar}, which does not wait for the device. */
  public RecorderCB number(String name, ToDoubleFunction<Training> quantity) {
    return line(
        name,
        learn -> {
          double value = quantity.applyAsDouble(learn);
          return () -> value;
        });
  }

  /** Records a tensor with one element, read together with the other values of its batch. */
  public RecorderCB scalar(String name, Function<Training, Tensor> quantity) {
    return line(name, learn -> Host.later(quantity.apply(learn))::item);
  }

  private RecorderCB line(String name, Function<Training, DoubleSupplier> quantity) {
    checkArgument(lines.put(name, new Line(quantity)) == null, "\"%s\" is recorded already", name);
    return this;
  }

  /** The records of the last fit: by name, one number for each training batch. */
  public Map<String, double[]> lines() {
    ImmutableMap.Builder<String, double[]> copy = ImmutableMap.builder();
    lines.forEach((name, line) -> copy.put(name, line.values()));
    return copy.buildOrThrow();
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeFit() {
    lines.values().forEach(Line::begin);
  }

  @Override
  public void afterBatch() {
    if (training()) {
      lines.values().forEach(line -> line.add(learn()));
    }
  }

  @Override
  public Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    lines.forEach((name, line) -> state.put(name, StateDicts.tensor(line.values())));
    return state.buildOrThrow();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    lines.forEach((name, line) -> line.begin(StateDicts.values(state, name)));
  }
}
