package ai.miniai.setup;

import ai.miniai.callback.Training;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.nn.Module;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** What a {@link Training} of this project says about its setup, before its first batch. */
@API(status = API.Status.INTERNAL)
public final class TrainingSetup {
  private TrainingSetup() {}

  /** The layers, the optimizer, and the number of batches. */
  public static RunSetup of(Training learn) {
    int perPass = learn.dls().train().size();
    return new RunSetup(
        framework(learn.model()),
        layers(learn.model()),
        Optional.empty(),
        Optional.of(optimizer(learn.model(), learn.opt())),
        Optional.empty(),
        Optional.empty(),
        0,
        perPass,
        learn.epochs() * perPass,
        LoopHabits.NONE);
  }

  /** That of the first layer which is another framework's. */
  private static String framework(Module model) {
    return model.modules().stream()
        .flatMap(module -> module instanceof ForeignLayer layer ? Stream.of(layer) : Stream.of())
        .map(ForeignLayer::framework)
        .findFirst()
        .orElse("miniai");
  }

  /** The modules without children, in the order in which they are registered. */
  static ImmutableList<LayerInfo> layers(Module model) {
    return model.namedModules().entrySet().stream()
        .filter(entry -> entry.getValue().children().isEmpty())
        .map(entry -> layer(entry.getKey(), entry.getValue()))
        .collect(ImmutableList.toImmutableList());
  }

  /** What the module at {@code path} says about itself. */
  public static LayerInfo layer(String path, Module module) {
    if (module instanceof ForeignLayer foreign) {
      return foreign.info(path);
    }
    String summary = module.summary();
    int open = summary.indexOf('(');
    return new LayerInfo(
        path, summary.substring(0, open), summary.substring(open + 1, summary.length() - 1));
  }

  private static OptimizerInfo optimizer(Module model, Optimizer optimizer) {
    ParameterGroup first = optimizer.groups().get(0);
    Set<Tensor> trained = Sets.newIdentityHashSet();
    optimizer.groups().forEach(group -> trained.addAll(group.parameters().values()));
    Map<String, Tensor> parameters = model.parameters();
    return new OptimizerInfo(
        optimizer.getClass().getSimpleName(),
        first.lr(),
        first.momentum(),
        first.weightDecay(),
        paths(parameters, parameter -> !parameter.requiresGrad()),
        paths(parameters, parameter -> parameter.requiresGrad() && !trained.contains(parameter)));
  }

  private static ImmutableList<String> paths(
      Map<String, Tensor> parameters, Predicate<Tensor> wanted) {
    return ImmutableList.copyOf(Maps.filterValues(parameters, wanted::test).keySet());
  }

  /** Whether a parameter still has a gradient; a momentum learner keeps them on purpose. */
  public static boolean keepsGradients(Training learn) {
    return !(learn instanceof MomentumLearner)
        && learn.opt().groups().stream()
            .map(ParameterGroup::parameters)
            .map(Map::values)
            .flatMap(parameters -> parameters.stream())
            .anyMatch(parameter -> parameter.lendGrad() != null);
  }
}
