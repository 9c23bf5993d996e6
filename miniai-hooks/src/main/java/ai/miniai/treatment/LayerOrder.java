package ai.miniai.treatment;

import ai.miniai.nn.Conv1d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.ConvTranspose2d;
import ai.miniai.nn.ELU;
import ai.miniai.nn.GELU;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.LeakyReLU;
import ai.miniai.nn.Linear;
import ai.miniai.nn.LogSoftmax;
import ai.miniai.nn.Module;
import ai.miniai.nn.PReLU;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.SiLU;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.Softmax;
import ai.miniai.nn.Softplus;
import ai.miniai.nn.Tanh;
import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.RunSetup;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The layers of a model in the order in which they run, and which of them are last. */
final class LayerOrder {
  private static final ImmutableSet<Class<? extends Module>> WITH_WEIGHTS =
      ImmutableSet.of(Linear.class, Conv1d.class, Conv2d.class, ConvTranspose2d.class);

  private static final ImmutableSet<Class<? extends Module>> RECTIFIERS =
      ImmutableSet.of(
          ReLU.class,
          LeakyReLU.class,
          GeneralRelu.class,
          PReLU.class,
          GELU.class,
          SiLU.class,
          ELU.class,
          Softplus.class);

  private static final ImmutableSet<Class<? extends Module>> BOUNDED =
      ImmutableSet.of(Sigmoid.class, Tanh.class, Softmax.class, LogSoftmax.class);

  private final ImmutableMap<String, Module> layers;

  /**
   * The modules of {@code model} without children: in the order of a run with this setup if it was
   * of the same model, otherwise as they are registered.
   */
  LayerOrder(Module model, RunSetup setup) {
    Map<String, Module> leaves =
        Maps.filterValues(model.namedModules(), module -> module.children().isEmpty());
    List<String> ran = setup.layers().stream().map(LayerInfo::path).toList();
    layers =
        ran.size() == leaves.size() && leaves.keySet().containsAll(ran)
            ? inOrder(ran, leaves)
            : ImmutableMap.copyOf(leaves);
  }

  private static ImmutableMap<String, Module> inOrder(
      List<String> paths, Map<String, Module> layers) {
    return layers.entrySet().stream()
        .sorted(Comparator.comparingInt(layer -> paths.indexOf(layer.getKey())))
        .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** All layers by path. */
  Map<String, Module> layers() {
    return layers;
  }

  /** The linear and convolutional layers by path. */
  Map<String, Module> weighted() {
    return Maps.filterValues(layers, LayerOrder::isWeighted);
  }

  private static boolean isWeighted(Module layer) {
    return WITH_WEIGHTS.contains(layer.getClass());
  }

  static boolean isRectifier(Module layer) {
    return RECTIFIERS.contains(layer.getClass());
  }

  static boolean isActivation(Module layer) {
    return isRectifier(layer) || BOUNDED.contains(layer.getClass());
  }

  /** The path of the last linear or convolutional layer; empty if there is none. */
  Optional<String> lastWeighted() {
    return Lists.reverse(List.copyOf(weighted().keySet())).stream().findFirst();
  }

  /** The path of the activation behind the last weights, if there is one. */
  Optional<String> lastActivation() {
    for (Map.Entry<String, Module> layer : Lists.reverse(List.copyOf(layers.entrySet()))) {
      if (isActivation(layer.getValue())) {
        return Optional.of(layer.getKey());
      }
      if (isWeighted(layer.getValue())) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The activation that comes next after a layer, if there is one before the next weights. */
  Optional<Module> activationAfter(String path) {
    List<Map.Entry<String, Module>> all = List.copyOf(layers.entrySet());
    int at = List.copyOf(layers.keySet()).indexOf(path);
    for (Map.Entry<String, Module> later : all.subList(at + 1, all.size())) {
      if (isActivation(later.getValue())) {
        return Optional.of(later.getValue());
      }
      if (isWeighted(later.getValue())) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The activations between layers: all but the one at the end. */
  Map<String, Module> hiddenActivations() {
    Set<String> last = lastActivation().map(Set::of).orElse(Set.of());
    return Maps.filterEntries(
        layers,
        layer ->
            isActivation(layer.getValue())
                && !(layer.getValue() instanceof Softmax)
                && !(layer.getValue() instanceof LogSoftmax)
                && !last.contains(layer.getKey()));
  }
}
