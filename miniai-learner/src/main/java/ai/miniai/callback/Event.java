package ai.miniai.callback;

import com.google.common.base.CaseFormat;
import java.util.function.Consumer;

/**
 * A point of the training loop. Each phase (fit, epoch, batch) has three: before it, after it, and
 * cleanup, which comes last and always, also after a cancel or an exception.
 */
public enum Event {
  BEFORE_FIT(Callback::beforeFit),
  AFTER_FIT(Callback::afterFit),
  CLEANUP_FIT(Callback::cleanupFit),
  BEFORE_EPOCH(Callback::beforeEpoch),
  AFTER_EPOCH(Callback::afterEpoch),
  CLEANUP_EPOCH(Callback::cleanupEpoch),
  BEFORE_BATCH(Callback::beforeBatch),
  AFTER_BATCH(Callback::afterBatch),
  CLEANUP_BATCH(Callback::cleanupBatch),
  PREDICT(Callback::predict),
  AFTER_PREDICT(Callback::afterPredict),
  GET_LOSS(Callback::getLoss),
  AFTER_LOSS(Callback::afterLoss),
  BACKWARD(Callback::backward),
  AFTER_BACKWARD(Callback::afterBackward),
  STEP(Callback::step),
  AFTER_STEP(Callback::afterStep),
  ZERO_GRAD(Callback::zeroGrad);

  private final Consumer<Callback> method;

  Event(Consumer<Callback> method) {
    this.method = method;
  }

  void tell(Callback callback) {
    method.accept(callback);
  }

  /** The name of the callback's method: {@code beforeFit}. */
  @Override
  public String toString() {
    return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, name());
  }
}
