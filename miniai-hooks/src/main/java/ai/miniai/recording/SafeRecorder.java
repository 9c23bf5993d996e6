package ai.miniai.recording;

import ai.miniai.tensor.Tensor;
import com.google.common.base.Throwables;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A recorder for callbacks that watch training and must never end it. Tensors without a
 * distribution (integers or empty tensors) are skipped. If recording itself fails, it is switched
 * off until the next {@link #begin}. Each of these is reported once, on standard error.
 */
@API(status = API.Status.INTERNAL)
public final class SafeRecorder {
  /** Thrown for values that have no distribution. */
  private static final class UnfitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfitException(Tensor values) {
      super(
          values.dataType().isFPType() ? "no values" : "values of type " + values.dataType(),
          null,
          false,
          false);
    }
  }

  private final String who;
  private final DistributionRecorder recorder;
  private final Consumer<String> log;
  private final Set<String> skipped = new HashSet<>();
  private boolean off;

  /** {@code who}: the name to use in messages, that of the watching class. */
  public SafeRecorder(String who, DistributionRecorder recorder) {
    this(who, recorder, System.err::println);
  }

  SafeRecorder(String who, DistributionRecorder recorder, Consumer<String> log) {
    this.who = who;
    this.recorder = recorder;
    this.log = log;
  }

  /** Like {@link DistributionRecorder#begin}. */
  public void begin(Collection<String> names) {
    off = false;
    skipped.clear();
    recorder.begin(names);
  }

  /** Like {@link DistributionRecorder#beginColumn}. */
  public void beginColumn(Place batch) {
    guard(() -> recorder.beginColumn(batch));
  }

  /** Like {@link DistributionRecorder#add}; float16 and bfloat16 are recorded as float32. */
  public void add(String name, Tensor values) {
    add(name, () -> values);
  }

  /** Adds the outputs of a layer that has several, each as a layer of its own: "lstm.output". */
  public void addParts(String name, Map<String, Tensor> parts) {
    recorder.leaveOut(name);
    parts.forEach((part, values) -> add(name + "." + part, values));
  }

  /** Tells that a layer runs now, for the order of layers whose gradients are recorded. */
  public void ran(String name) {
    recorder.ran(name);
  }

  /** Like {@link #ran}, for a layer whose outputs have these names. */
  public void ranParts(String name, Set<String> parts) {
    parts.forEach(part -> ran(name + "." + part));
  }

  /** Like {@link #add(String, Tensor)}; the time to compute the values counts as recording time. */
  public void add(String name, Supplier<Tensor> values) {
    guard(
        () -> {
          try {
            recorder.add(name, () -> fit(values.get()));
          } catch (UnfitException unfit) {
            recorder.leaveOut(name);
            if (skipped.add(name)) {
              say("skips " + name + ", which has " + unfit.getMessage());
            }
          }
        });
  }

  /** Whether {@code values} have a distribution: floating-point numbers, at least one. */
  public static boolean isFit(Tensor values) {
    return values.dataType().isFPType() && values.length() > 0;
  }

  private static Tensor fit(Tensor values) {
    if (!isFit(values)) {
      throw new UnfitException(values);
    }
    DataType type = values.dataType();
    return type == DataType.FLOAT || type == DataType.DOUBLE
        ? values
        : Tensor.wrap(values.read(array -> array.castTo(DataType.FLOAT)));
  }

  /** Runs a part of the recording; if it fails, only the recording ends. */
  public void guard(Runnable watching) {
    if (!off) {
      try {
        watching.run();
      } catch (RuntimeException failure) {
        off = true;
        say("stops recording, the training goes on: " + Throwables.getRootCause(failure));
      }
    }
  }

  private void say(String what) {
    log.accept("miniai: " + who + " " + what);
  }
}
