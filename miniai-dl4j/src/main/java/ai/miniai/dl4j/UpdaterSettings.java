package ai.miniai.dl4j;

import ai.miniai.setup.OptimizerInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ISchedule;

/** Describes the updater of a network. */
final class UpdaterSettings {
  private UpdaterSettings() {}

  /** The updater of the first layer that has a learning rate, with its settings at the start. */
  static Optional<OptimizerInfo> of(Model model) {
    return layers(model)
        .flatMap(
            layer -> layer.conf().getLayer() instanceof BaseLayer c ? Stream.of(c) : Stream.of())
        .filter(layer -> layer.getIUpdater() != null && layer.getIUpdater().hasLearningRate())
        .findFirst()
        .map(layer -> info(layer.getIUpdater(), layer.getRegularization()));
  }

  private static Stream<Layer> layers(Model model) {
    return model instanceof MultiLayerNetwork network
        ? Stream.of(network.getLayers())
        : model instanceof ComputationGraph graph ? Stream.of(graph.getLayers()) : Stream.of();
  }

  private static OptimizerInfo info(IUpdater updater, List<Regularization> penalties) {
    return new OptimizerInfo(
        updater.getClass().getSimpleName(),
        updater.getLearningRate(0, 0),
        momentum(updater),
        penalties == null ? 0 : penalties.stream().mapToDouble(UpdaterSettings::weightDecay).sum());
  }

  private static double momentum(IUpdater updater) {
    if (updater instanceof Nesterovs u) {
      ISchedule schedule = u.getMomentumISchedule();
      return schedule == null ? u.getMomentum() : schedule.valueAt(0, 0);
    } else if (updater instanceof Adam u) {
      return u.getBeta1();
    } else if (updater instanceof AMSGrad u) {
      return u.getBeta1();
    } else if (updater instanceof AdaMax u) {
      return u.getBeta1();
    }
    return updater instanceof Nadam u ? u.getBeta1() : 0;
  }

  private static double weightDecay(Regularization penalty) {
    if (penalty instanceof L2Regularization l2) {
      return l2.getL2().valueAt(0, 0);
    }
    return penalty instanceof WeightDecay decay ? decay.getCoeff().valueAt(0, 0) : 0;
  }
}
