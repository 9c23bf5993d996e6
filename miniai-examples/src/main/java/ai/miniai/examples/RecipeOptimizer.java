package ai.miniai.examples;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.optim.Adam;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.RMSProp;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** The optimizers of the recipes, with the course's settings. */
enum RecipeOptimizer {
  /** Steps along g + 0.85 · (previous step). */
  MOMENTUM_LEARNER(SGD::new) {
    @Override
    Learner learner(Module model, DataLoaders dls, double lr, Callback... callbacks) {
      return new MomentumLearner(model, dls, Losses::crossEntropy, lr, callbacks);
    }
  },
  SGD(SGD::new),

  /**
   * Steps along a = 0.9 · a + 0.1 · g, which is PyTorch's momentum at a tenth of the learning rate.
   */
  AVERAGED_MOMENTUM((parameters, lr) -> new SGD(parameters, 0.1 * lr, 0.9)),
  RMSPROP((parameters, lr) -> new RMSProp(one(parameters, lr), 0.99, 1e-5)),
  ADAM((parameters, lr) -> new Adam(one(parameters, lr), 0.9, 0.99, 1e-5)),

  /** With PyTorch's defaults, as in the course. */
  ADAMW(AdamW::new);

  final Optimizer.Factory factory;

  RecipeOptimizer(Optimizer.Factory factory) {
    this.factory = factory;
  }

  Learner learner(Module model, DataLoaders dls, double lr, Callback... callbacks) {
    return new TrainLearner(model, dls, Losses::crossEntropy, lr, callbacks).optimizer(factory);
  }

  private static List<ParameterGroup> one(Map<String, Tensor> parameters, double lr) {
    return List.of(new ParameterGroup(parameters, lr));
  }
}
