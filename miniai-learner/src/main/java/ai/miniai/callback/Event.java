package ai.miniai.callback;

import com.google.common.base.CaseFormat;
import java.util.function.Consumer;

/**
 * A point of the training loop at which callbacks are called. Each phase (fit, epoch, batch) has
 * three: before it, after it, and a cleanup, which always comes last, also after a cancellation or
 * an exception. Each constant has the name of its method in {@link Callback}.
 */
public enum Event {
  BEFORE_FIT(Phase.FIT, Callback::beforeFit),
  AFTER_FIT(Phase.FIT, Callback::afterFit),
  CLEANUP_FIT(Phase.FIT, Callback::cleanupFit),
  BEFORE_EPOCH(Phase.EPOCH, Callback::beforeEpoch),
  AFTER_EPOCH(Phase.EPOCH, Callback::afterEpoch),
  CLEANUP_EPOCH(Phase.EPOCH, Callback::cleanupEpoch),
  BEFORE_BATCH(Phase.BATCH, Callback::beforeBatch),
  AFTER_BATCH(Phase.BATCH, Callback::afterBatch),
  CLEANUP_BATCH(Phase.BATCH, Callback::cleanupBatch),
  PREDICT(Phase.BATCH, Callback::predict),
  AFTER_PREDICT(Phase.BATCH, Callback::afterPredict),
  GET_LOSS(Phase.BATCH, Callback::getLoss),
  AFTER_LOSS(Phase.BATCH, Callback::afterLoss),
  BACKWARD(Phase.BATCH, Callback::backward),
  AFTER_BACKWARD(Phase.BATCH, Callback::afterBackward),
  STEP(Phase.BATCH, Callback::step),
  AFTER_STEP(Phase.BATCH, Callback::afterStep),
  ZERO_GRAD(Phase.BATCH, Callback::zeroGrad);

  private final Phase phase;
  private final Consumer<Callback> method;

  Event(Phase phase, Consumer<Callback> method) {
    this.phase = phase;
    this.method = method;
  }

  /** The innermost phase that is running at this event. */
  Phase phase() {
    return phase;
  }

  void tell(Callback callback) {
    method.accept(callback);
  }

  /** Whether callbacks of this class override the event's method. */
  boolean isHandledBy(Class<? extends Callback> type) {
    try {
      return type.getMethod(toString()).getDeclaringClass() != Callback.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e); // Callback has it, so each subclass has
    }
  }

  /** The name of the callback's method: {@code beforeFit}. */
  @Override
  public String toString() {
    return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, name());
  }
}
