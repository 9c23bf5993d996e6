package ai.miniai.nn;

import static java.util.Objects.requireNonNull;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies a model. Each module is cloned without its constructor, and its fields are set to the
 * copies of the modules, parameters and buffers that they hold, also inside collections, maps,
 * arrays, optionals and records. Everything else is shared.
 */
final class ModuleCopy {
  /** Deep enough for an object in a collection in a collection. */
  private static final int DEPTH = 4;

  /** The modules, parameters and buffers of the model, and their copies. */
  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();

  private final Module model;

  private ModuleCopy(Module model) {
    this.model = model;
  }

  static Module of(Module model) {
    return MemoryScope.outside(() -> new ModuleCopy(model).copy());
  }

  private Module copy() {
    List<Module> modules = model.modules();
    for (Module module : modules) {
      module.ownTensors().forEach(one -> copies.computeIfAbsent(one, any -> one.detach()));
      copies.put(module, module.bareClone());
    }
    for (Module module : modules) {
      Module clone = copyOf(module);
      clone.takeParts(module, this);
      for (Field field : Fields.of(module, Module.class)) {
        Object value = Fields.read(field, module);
        if (!Fields.isOuter(field) || value instanceof Module) {
          setField(clone, field, value);
        }
      }
    }
    Module copy = copyOf(model);
    copy.eval();
    copy.freeze();
    return copy;
  }

  /** The copy of a module of the model. */
  Module copyOf(Module module) {
    return (Module) requireNonNull(copies.get(module));
  }

  /** The copy of a parameter or buffer of the model. */
  Tensor copyOf(Tensor tensor) {
    return (Tensor) requireNonNull(copies.get(tensor));
  }

  private void setField(Module clone, Field field, @Nullable Object value) {
    try {
      Object copied = copied(value, DEPTH);
      if (copied != value) {
        field.set(clone, copied);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException failed) {
      throw new ModuleException(
              clone,
              new IllegalStateException(
                  "it cannot be copied, because of its field "
                      + Fields.name(field)
                      + ": "
                      + failed.getMessage(),
                  failed))
          .seenFrom(copyOf(model));
    }
  }

  /** {@code value} with copies in place of all parts of the model; itself if it holds none. */
  private @Nullable Object copied(@Nullable Object value, int depth)
      throws ReflectiveOperationException {
    if (value == null || depth == 0) {
      return value;
    }
    if (copies.containsKey(value)) {
      return copies.get(value);
    }
    if (value instanceof Module || value instanceof Tensor) {
      return value; // not a part of the model
    }
    if (value instanceof Optional<?> optional) {
      Object inside = optional.orElse(null);
      Object copied = copied(inside, depth);
      return copied == inside ? value : Optional.ofNullable(copied);
    }
    if (value instanceof Map<?, ?> map) {
      return copiedMap(map, depth - 1);
    }
    if (value instanceof Collection<?> collection) {
      return copiedCollection(collection, depth - 1);
    }
    if (value instanceof Object[] array) {
      return copiedArray(array, depth - 1);
    }
    if (value instanceof Record one) {
      return copiedRecord(one, depth - 1);
    }
    checkShared(value);
    return value;
  }

  private Object copiedMap(Map<?, ?> map, int depth) throws ReflectiveOperationException {
    Map<Object, Object> result = new LinkedHashMap<>();
    boolean changed = false;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object copied = copied(entry.getValue(), depth);
      changed |= copied != entry.getValue();
      result.put(entry.getKey(), copied);
    }
    return !changed ? map : map instanceof ImmutableMap ? ImmutableMap.copyOf(result) : result;
  }

  private Object copiedCollection(Collection<?> collection, int depth)
      throws ReflectiveOperationException {
    List<Object> result = new ArrayList<>();
    boolean changed = false;
    for (Object element : collection) {
      Object copied = copied(element, depth);
      changed |= copied != element;
      result.add(copied);
    }
    if (!changed) {
      return collection;
    }
    if (collection instanceof Set) {
      return collection instanceof ImmutableSet
          ? ImmutableSet.copyOf(result)
          : new LinkedHashSet<>(result);
    }
    return collection instanceof ImmutableList ? ImmutableList.copyOf(result) : result;
  }

  private Object copiedArray(@Nullable Object[] array, int depth)
      throws ReflectiveOperationException {
    @Nullable Object[] result =
        (@Nullable Object[]) Array.newInstance(array.getClass().getComponentType(), array.length);
    boolean changed = false;
    for (int i = 0; i < array.length; i++) {
      result[i] = copied(array[i], depth);
      changed |= result[i] != array[i];
    }
    return changed ? result : array;
  }

  private Object copiedRecord(Record one, int depth) throws ReflectiveOperationException {
    Map<String, Object> changed = new LinkedHashMap<>();
    for (Field field : Fields.of(one, Record.class)) {
      Object value = Fields.read(field, one);
      Object copied = copied(value, depth);
      if (copied != null && copied != value) {
        changed.put(field.getName(), copied);
      }
    }
    return changed.isEmpty() ? one : RecordCopy.of(one, changed);
  }

  /** Fails if an object that cannot be copied holds a part of the model itself, as a lambda may. */
  private void checkShared(Object value) {
    for (Field field : Fields.of(value, Object.class)) {
      Object held = Fields.read(field, value);
      if (copies.containsKey(held)) {
        throw new IllegalArgumentException(
            (value.getClass().isHidden() ? "its lambda" : "its " + value.getClass().getSimpleName())
                + " holds "
                + (held instanceof Module part ? part.summary() : "a parameter or buffer")
                + ", and only modules, records, collections, maps, arrays and optionals are copied."
                + " Let the module itself hold it");
      }
    }
  }
}
