package ai.miniai.summary;

import static java.util.Objects.requireNonNull;

import ai.miniai.nn.HookHandle;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import com.google.common.primitives.ImmutableLongArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Observes which modules of a model run, with which inputs and for how long, until it is closed.
 */
final class ModuleWatch implements AutoCloseable {
  /** The observations of one module. */
  private static final class Seen {
    private final List<Tensor> parameters;
    private int calls;
    private ImmutableList<ImmutableLongArray> inputs = ImmutableList.of();
    private ImmutableLongArray output = ImmutableLongArray.of();
    private long multiplyAdds;
    private long started;
    private long nanos;

    Seen(List<Tensor> parameters) {
      this.parameters = parameters;
    }
  }

  private final Module model;
  private final IdentityHashMap<Module, Seen> modules = new IdentityHashMap<>();
  private final List<HookHandle> handles = new ArrayList<>();

  ModuleWatch(Module model) {
    this.model = model;
    for (Module module : model.modules()) {
      Seen seen = new Seen(own(module));
      modules.put(module, seen);
      handles.add(module.onPreForward((m, inputs) -> seen.started = System.nanoTime()));
      handles.add(module.onForward((m, inputs, output) -> note(seen, m, inputs, output)));
    }
  }

  private static void note(Seen seen, Module module, List<Tensor> inputs, Tensor output) {
    seen.nanos += System.nanoTime() - seen.started;
    if (seen.calls++ == 0) {
      seen.inputs =
          inputs.stream().map(ModuleWatch::shape).collect(ImmutableList.toImmutableList());
      seen.output = shape(output);
    }
    for (Tensor parameter : seen.parameters) {
      seen.multiplyAdds += parameter.length() * uses(parameter, module, output);
    }
  }

  /** The number of multiply-adds per item for each element of {@code parameter}. */
  private static long uses(Tensor parameter, Module module, Tensor output) {
    if (parameter.rank() > 2) {
      return Arrays.stream(output.shape()).skip(2).reduce(1, (a, b) -> a * b);
    }
    if (module instanceof Linear) {
      return Arrays.stream(output.shape())
          .limit(output.rank() - 1)
          .skip(1)
          .reduce(1, (a, b) -> a * b);
    }
    return 1;
  }

  private static ImmutableLongArray shape(Tensor tensor) {
    return ImmutableLongArray.copyOf(tensor.shape());
  }

  /** The parameters of {@code module} itself, without those of its children. */
  private static List<Tensor> own(Module module) {
    return module.parameters().entrySet().stream()
        .filter(entry -> !entry.getKey().contains("."))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** One row per module; a parameter is counted in the first module that contains it. */
  ImmutableList<Summary.Row> rows() {
    Set<Tensor> counted = Sets.newIdentityHashSet();
    ImmutableList.Builder<Summary.Row> rows = ImmutableList.builder();
    model.namedModules().forEach((path, module) -> rows.add(row(path, module, counted)));
    return rows.build();
  }

  private Summary.Row row(String path, Module module, Set<Tensor> counted) {
    Seen seen = requireNonNull(modules.get(module));
    List<Tensor> fresh = seen.parameters.stream().filter(counted::add).toList();
    return new Summary.Row(
        path,
        type(module),
        seen.calls,
        seen.inputs,
        seen.output,
        fresh.stream().mapToLong(Tensor::length).sum(),
        fresh.stream().filter(Tensor::requiresGrad).mapToLong(Tensor::length).sum(),
        seen.multiplyAdds,
        seen.nanos);
  }

  private static String type(Module module) {
    String simple = module.getClass().getSimpleName();
    return simple.isEmpty() ? module.getClass().getName() : simple;
  }

  @Override
  public void close() {
    handles.forEach(HookHandle::close);
  }
}
