package ai.miniai.examples.stored;

import ai.miniai.optim.ParameterGroup;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** What the layers of a network of DL4J's say about their training, apart from an updater. */
final class TrainingSettings {
  /** A step by which each schedule has left its begin. */
  private static final int LATE = 1_000_000;

  /** l2 of parameters, by their path. DL4J adds l2 · w to the gradient, as a weight decay does. */
  private final Map<String, Double> decays = new HashMap<>();

  /** The layers that want what is left out. */
  private final SetMultimap<String, String> leftOut = LinkedHashMultimap.create();

  private final Set<IUpdater> updaters = new HashSet<>();

  private TrainingSettings() {}

  static TrainingSettings of(ComputationGraph network) {
    var settings = new TrainingSettings();
    network
        .getConfiguration()
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex of) {
                settings.read(name, of.getLayerConf().getLayer());
              }
            });
    return settings;
  }

  private void read(String name, Layer layer) {
    for (String key : layer.initializer().paramKeys(layer)) {
      List<Regularization> penalties = layer.getRegularizationByParam(key);
      if (penalties != null) {
        String path = name.replace('.', '_') + "." + key; // a Dl4jModule's
        penalties.forEach(penalty -> read(name, path, penalty));
      }
    }
    if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
      leftOut.put("constraints", name);
    }
    if (layer instanceof BaseLayer base) {
      GradientNormalization clip = base.getGradientNormalization();
      if (clip != null && clip != GradientNormalization.None) {
        leftOut.put("the gradient normalisation " + clip, name);
      }
      if (base.getIUpdater() != null) {
        updaters.add(base.getIUpdater());
      }
    }
  }

  private void read(String name, String path, Regularization penalty) {
    if (penalty instanceof L2Regularization l2) {
      decays.merge(path, l2.getL2().valueAt(0, 0), Double::sum);
    } else if (penalty instanceof L1Regularization l1 && l1.getL1().valueAt(0, 0) != 0) {
      leftOut.put("l1", name);
    } else if (penalty instanceof WeightDecay decay && decay.getCoeff().valueAt(0, 0) != 0) {
      leftOut.put("the weight decay that is not l2", name);
    }
  }

  /** The parameters, in a group for each l2. */
  List<ParameterGroup> groups(Map<String, Tensor> parameters, double lr) {
    Map<Double, Map<String, Tensor>> byDecay = new LinkedHashMap<>();
    parameters.forEach(
        (path, parameter) ->
            byDecay
                .computeIfAbsent(decays.getOrDefault(path, 0.0), l2 -> new LinkedHashMap<>())
                .put(path, parameter));
    return byDecay.entrySet().stream()
        .map(group -> new ParameterGroup(group.getValue(), lr).weightDecay(group.getKey()))
        .toList();
  }

  /**
   * What else is in the file, in words.
   *
   * @param ownUpdater whether its updater trains
   */
  List<String> leftOut(boolean ownUpdater) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    leftOut.asMap().forEach((what, layers) -> words.add(what + " of " + String.join(", ", layers)));
    if (ownUpdater && updaters.size() > 1) {
      words.add("other updaters than that of the first layer");
    }
    if (ownUpdater && updaters.stream().anyMatch(TrainingSettings::isScheduled)) {
      words.add("the schedule of the learning rate, which stays as it begins");
    }
    return words.build();
  }

  private static boolean isScheduled(IUpdater updater) {
    return updater.hasLearningRate()
        && updater.getLearningRate(0, 0) != updater.getLearningRate(LATE, LATE);
  }
}
