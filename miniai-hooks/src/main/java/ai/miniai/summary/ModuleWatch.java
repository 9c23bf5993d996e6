package ai.miniai.summary;

import static java.util.Objects.requireNonNull;

import ai.miniai.nn.ForwardHook;
import ai.miniai.nn.HookHandle;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
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
    private ImmutableList<ImmutableLongArray> outputs = ImmutableList.of();
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
      handles.add(module.onForward(new Note(seen)));
    }
  }

  private record Note(Seen seen) implements ForwardHook {
    @Override
    public void afterForward(Module module, List<Tensor> inputs, Tensor output) {
      note(seen, module, inputs, List.of(output));
    }

    @Override
    public void afterForwardAll(Module module, List<Tensor> inputs, Outputs outputs) {
      note(seen, module, inputs, outputs.list());
    }
  }

  private static void note(Seen seen, Module module, List<Tensor> inputs, List<Tensor> outputs) {
    seen.nanos += System.nanoTime() - seen.started;
    if (seen.calls++ == 0) {
      seen.inputs = shapes(inputs);
      seen.outputs = shapes(outputs);
    }
    Tensor output = outputs.get(0);
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

  private static ImmutableList<ImmutableLongArray> shapes(List<Tensor> tensors) {
    return tensors.stream()
        .map(tensor -> ImmutableLongArray.copyOf(tensor.shape()))
        .collect(ImmutableList.toImmutableList());
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
        seen.outputs,
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
