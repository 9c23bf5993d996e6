package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.exception.ND4JException;

/**
 * A part of a network: parameters, child modules, and a forward pass. A subclass says what it is
 * made of with {@link #child}, {@link #parameter} and {@link #buffer}, and overrides {@code
 * forward}; that is all.
 *
 * <pre>{@code
 * final class Residual extends Module {
 *   private final Module body;
 *   Residual(Module body) { this.body = child("body", body); }
 *   @Override protected Tensor forward(Tensor x) { return body.call(x).plus(x); }
 * }
 * }</pre>
 *
 * <p>Call it with {@link #call}, which runs the hooks too. Names and semantics are PyTorch's.
 *
 * <p>A module in a field (or in a collection, array or map there) that is no child would not be
 * trained, saved or switched to evaluating; so it is with a tensor that requires a gradient and is
 * no parameter. The first call looks for them, and fails if there is one. What is to stay apart, a
 * teacher that has its own training say, stands in a {@code transient} field.
 */
public abstract class Module {
  private final Map<String, Module> children = new LinkedHashMap<>();
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final ModuleHooks hooks = new ModuleHooks(this);
  private final List<WeakReference<Module>> parents = new ArrayList<>();
  private boolean training = true;
  private boolean inspected;

  // ---------------------------------------------------------------- for subclasses

  /** The forward pass of a module with one input. */
  protected Tensor forward(Tensor input) {
    throw new IllegalStateException(
        getClass().getName() + " overrides neither forward(Tensor) nor forward(Tensor...)");
  }

  /** The forward pass of a module with any number of inputs. */
  protected Tensor forward(Tensor... inputs) {
    checkArgument(
        inputs.length == 1,
        "%s takes one input, not %s; a module that takes more overrides forward(Tensor...)",
        typeName(),
        inputs.length);
    return forward(inputs[0]);
  }

  /** Makes {@code module} a child under {@code name}, and returns it. */
  protected final <M extends Module> M child(String name, M module) {
    checkName(name);
    checkNotNull(module, "the child %s is null", name);
    checkArgument(
        module.findPath(this).isEmpty(),
        "the child %s is, or contains, the module that it would be a part of",
        name);
    children.put(name, module);
    Module part = module;
    part.parents.add(new WeakReference<>(this));
    return module;
  }

  /** Makes {@code value} a parameter under {@code name}, and returns it: it requires a gradient. */
  protected final Tensor parameter(String name, Tensor value) {
    checkName(name);
    parameters.put(name, value.requiresGrad(true));
    return value;
  }

  /**
   * Makes {@code value} a buffer under {@code name}, and returns it: a part of the state that is
   * not trained, such as a running mean. What changes it does so in place.
   */
  protected final Tensor buffer(String name, Tensor value) {
    checkName(name);
    checkArgument(!value.requiresGrad(), "the buffer %s may not require a gradient", name);
    buffers.put(name, value);
    return value;
  }

  /** What {@link #toString} says in brackets, such as the sizes of a layer. */
  protected String details() {
    return "";
  }

  private void checkName(String name) {
    checkArgument(
        !name.isEmpty() && !name.contains("."),
        "a name may not be empty or contain a dot: \"%s\"",
        name);
    checkArgument(
        !children.containsKey(name) && !parameters.containsKey(name) && !buffers.containsKey(name),
        "%s has a part named %s already",
        typeName(),
        name);
  }

  // ---------------------------------------------------------------- running

  /**
   * Runs the module, and its hooks.
   *
   * @throws ModuleException if the forward pass fails, for instance on a wrong shape; it names the
   *     module's path. Also if a field holds a module or a parameter that is not registered
   */
  public final Tensor call(Tensor... inputs) {
    return inspected ? run(inputs) : firstCall(inputs);
  }

  private Tensor run(Tensor... inputs) {
    return guarded(() -> hooks.call(this::checkedForward, inputs), inputs);
  }

  /** Looks for parts that are not registered, also for those that the forward pass makes. */
  private Tensor firstCall(Tensor... inputs) {
    UnregisteredParts.check(this);
    children.values().forEach(child -> child.modules().forEach(part -> part.inspected = true));
    Tensor output = run(inputs);
    UnregisteredParts.check(this);
    inspected = true;
    return output;
  }

  /** This module and all of which it is a part. */
  final Set<Module> withAncestors() {
    Set<Module> found = new LinkedHashSet<>();
    collectAncestors(found);
    return found;
  }

  private void collectAncestors(Set<Module> found) {
    if (found.add(this)) {
      for (WeakReference<Module> parent : parents) {
        Module present = parent.get();
        if (present != null) {
          present.collectAncestors(found);
        }
      }
    }
  }

  /**
   * As {@link #call}, in a row of modules of which {@code following} come after this one. A module
   * that can compute the next one in the same operation takes it from there.
   */
  Tensor callBefore(ListIterator<Module> following, Tensor x) {
    return call(x);
  }

  /** Runs {@code pass}, which got {@code inputs}, so that what it throws names this module. */
  final Tensor guarded(Supplier<Tensor> pass, Tensor... inputs) {
    try {
      return pass.get();
    } catch (ModuleException inside) {
      throw inside.seenFrom(this);
    } catch (IllegalArgumentException | IllegalStateException | ND4JException failure) {
      throw new ModuleException(this, failure);
    } catch (IndexOutOfBoundsException bare) { // such as inputs[1] of one input
      throw new ModuleException(this, bare, ImmutableList.copyOf(inputs));
    }
  }

  /** Whether a hook of any kind watches this module now. */
  final boolean isHooked() {
    return hooks.isWatching();
  }

  private Tensor checkedForward(Tensor... inputs) {
    Tensor output = forward(inputs);
    checkState(output != null, "forward returned null");
    return output;
  }

  /** Has {@code hook} called after each forward pass, with the inputs and the output. */
  public final HookHandle onForward(ForwardHook hook) {
    return onForward(hook, () -> true);
  }

  /**
   * As {@link #onForward(ForwardHook)}, for a hook that does nothing at times.
   *
   * @param watching asked at the beginning of forward passes; where no hook watches, the module may
   *     be computed in one operation with its neighbour, and its hooks are not called
   */
  public final HookHandle onForward(ForwardHook hook, BooleanSupplier watching) {
    return hooks.forward.add(hook, watching);
  }

  /** Has {@code hook} called before each forward pass, with the inputs. */
  public final HookHandle onPreForward(PreForwardHook hook) {
    return hooks.preForward.add(hook, () -> true);
  }

  /**
   * Has {@code hook} called at the beginning of each backward pass, with the gradient of the
   * output; for forward passes that begin after this call.
   */
  public final HookHandle onPreBackward(PreBackwardHook hook) {
    return onPreBackward(hook, () -> true);
  }

  /** As {@link #onBackward(BackwardHook, BooleanSupplier)}, for the beginning. */
  public final HookHandle onPreBackward(PreBackwardHook hook, BooleanSupplier watching) {
    return hooks.preBackward.add(hook, watching);
  }

  /**
   * Has {@code hook} called in each backward pass, with the gradients of the inputs and of the
   * output; for forward passes that begin after this call.
   */
  public final HookHandle onBackward(BackwardHook hook) {
    return onBackward(hook, () -> true);
  }

  /**
   * As {@link #onBackward(BackwardHook)}, for a hook that does nothing at times.
   *
   * @param watching asked at the beginning of forward passes; where no hook watches, hooks are not
   *     called in the backward pass that follows
   */
  public final HookHandle onBackward(BackwardHook hook, BooleanSupplier watching) {
    return hooks.backward.add(hook, watching);
  }

  // ---------------------------------------------------------------- parts

  /** The direct children by name, in the order of their registration. */
  public final Map<String, Module> namedChildren() {
    return Collections.unmodifiableMap(children);
  }

  /** The direct children, in the order of their registration. */
  public final List<Module> children() {
    return ImmutableList.copyOf(children.values());
  }

  /**
   * This module under the empty name and all below it by dotted path, parents first. One that
   * stands in several places is listed once, at the first.
   */
  public final Map<String, Module> namedModules() {
    Map<String, Module> found = new LinkedHashMap<>();
    collect("", found, Collections.newSetFromMap(new IdentityHashMap<>()));
    return found;
  }

  private void collect(String path, Map<String, Module> found, Set<Module> seen) {
    if (seen.add(this)) {
      found.put(path, this);
      children.forEach((name, child) -> child.collect(join(path, name), found, seen));
    }
  }

  /** This module and all below it, parents first, each once. */
  public final List<Module> modules() {
    return ImmutableList.copyOf(namedModules().values());
  }

  /**
   * The dotted path of {@code module} below this one; empty for this one itself.
   *
   * @throws IllegalArgumentException if it is not there
   */
  public final String pathOf(Module module) {
    return findPath(module)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    module.summary() + " is no part of this " + summary() + ":\n" + this));
  }

  /** As {@link #pathOf}, or empty if {@code module} is not there. */
  final Optional<String> findPath(Module module) {
    return namedModules().entrySet().stream()
        .filter(entry -> entry.getValue() == module)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** All parameters by dotted path, each once. */
  public final Map<String, Tensor> parameters() {
    return named(module -> List.of(module.parameters));
  }

  /** All buffers by dotted path, each once. */
  public final Map<String, Tensor> buffers() {
    return named(module -> List.of(module.buffers));
  }

  /**
   * What is to be saved: each module's parameters, then its buffers, then its children's. What
   * stands in several places is listed under each of its paths, as in PyTorch.
   */
  private Map<String, Tensor> state() {
    ImmutableMap.Builder<String, Tensor> all = ImmutableMap.builder();
    collectState("", all);
    return all.buildOrThrow();
  }

  private void collectState(String path, ImmutableMap.Builder<String, Tensor> all) {
    parameters.forEach((name, value) -> all.put(join(path, name), value));
    buffers.forEach((name, value) -> all.put(join(path, name), value));
    children.forEach((name, child) -> child.collectState(join(path, name), all));
  }

  private Map<String, Tensor> named(Function<Module, List<Map<String, Tensor>>> kinds) {
    ImmutableMap.Builder<String, Tensor> all = ImmutableMap.builder();
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Map.Entry<String, Module> part : namedModules().entrySet()) {
      for (Map<String, Tensor> tensors : kinds.apply(part.getValue())) {
        tensors.forEach(
            (name, value) -> {
              if (seen.add(value)) {
                all.put(join(part.getKey(), name), value);
              }
            });
      }
    }
    return all.buildOrThrow();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Calls {@code function} on every module, children before their parents, each once. */
  public final void apply(Consumer<? super Module> function) {
    apply(function, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private void apply(Consumer<? super Module> function, Set<Module> seen) {
    if (seen.add(this)) {
      children.values().forEach(child -> child.apply(function, seen));
      function.accept(this);
    }
  }

  // ---------------------------------------------------------------- state

  /** Whether the module is in training mode, the mode it begins in. */
  public final boolean training() {
    return training;
  }

  /** Sets the mode of this module and all below: training, or evaluating. */
  public final void train(boolean mode) {
    modules().forEach(module -> module.training = mode);
  }

  /** Sets training mode. */
  public final void train() {
    train(true);
  }

  /** Sets evaluating mode. */
  public final void eval() {
    train(false);
  }

  /** Keeps all parameters from being trained. */
  public final void freeze() {
    parameters().values().forEach(parameter -> parameter.requiresGrad(false));
  }

  /** Lets all parameters be trained again. */
  public final void unfreeze() {
    parameters().values().forEach(parameter -> parameter.requiresGrad(true));
  }

  /**
   * A copy of all parameters and buffers by dotted path. A tied one, which stands in several
   * places, is there under each of its paths, as in PyTorch, which so can load it.
   */
  public final Map<String, Tensor> stateDict() {
    return StateDict.copy(state());
  }

  /**
   * Copies values into the parameters and buffers of the same names. Of the paths of a tied one, a
   * single one is enough, as the library of safetensors keeps it.
   *
   * @throws IllegalArgumentException if any name is missing or unknown, a shape differs, or there
   *     are different values for a tied one; it lists all of them, and nothing has been changed
   */
  public final void loadStateDict(Map<String, Tensor> state) {
    StateDict.load(state, state());
  }

  // ---------------------------------------------------------------- text

  /** The type and details in one line. */
  public final String summary() {
    return typeName() + "(" + details() + ")";
  }

  private String typeName() {
    return getClass().getSimpleName().isEmpty() ? getClass().getName() : getClass().getSimpleName();
  }

  /** The tree of modules, one a line, with names and details. */
  @Override
  public final String toString() {
    if (children.isEmpty()) {
      return summary();
    }
    StringBuilder text = new StringBuilder(typeName()).append('(').append(details()).append('\n');
    children.forEach(
        (name, child) ->
            text.append("  (")
                .append(name)
                .append("): ")
                .append(child.toString().replace("\n", "\n  "))
                .append('\n'));
    return text.append(')').toString();
  }
}
