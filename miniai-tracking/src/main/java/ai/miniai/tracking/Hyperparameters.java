package ai.miniai.tracking;

import ai.miniai.callback.Training;
import ai.miniai.setup.OptimizerInfo;
import ai.miniai.setup.TrainingSetup;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;

/** What a training itself says of its hyperparameters. */
final class Hyperparameters {
  private Hyperparameters() {}

  /** Numbers and texts, by the names that PyTorch has for them. */
  static ImmutableMap<String, Object> of(Training learn) {
    ImmutableMap.Builder<String, Object> all = ImmutableMap.builder();
    all.put("lr", learn.lr());
    all.put("epochs", learn.epochs());
    all.put("batches_per_epoch", learn.dls().train().size());
    TrainingSetup.of(learn).optimizer().ifPresent(optimizer -> put(all, optimizer));
    Class<?> loss = learn.lossFunction().getClass();
    if (!loss.isHidden() && !loss.isAnonymousClass()) { // a lambda has no name
      all.put("loss", loss.getSimpleName());
    }
    all.put("model", learn.model().getClass().getSimpleName());
    all.put(
        "model_parameters",
        learn.model().parameters().values().stream().mapToLong(Tensor::length).sum());
    return all.buildOrThrow();
  }

  private static void put(ImmutableMap.Builder<String, Object> all, OptimizerInfo optimizer) {
    all.put("optimizer", optimizer.name());
    all.put("momentum", optimizer.momentum());
    all.put("weight_decay", optimizer.weightDecay());
  }
}
