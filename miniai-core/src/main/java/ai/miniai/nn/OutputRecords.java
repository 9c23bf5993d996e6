package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Outputs} from records and to records, by the names of their components. */
final class OutputRecords {
  private OutputRecords() {}

  static Map<String, Tensor> components(Record outputs) {
    ImmutableMap.Builder<String, Tensor> named = ImmutableMap.builder();
    for (RecordComponent component : outputs.getClass().getRecordComponents()) {
      Object value = read(component, outputs);
      checkArgument(
          value instanceof Tensor,
          "%s of %s is %s, but each output of a forward pass is a tensor",
          component.getName(),
          outputs.getClass().getSimpleName(),
          value == null ? "null" : value.getClass().getSimpleName());
      named.put(component.getName(), (Tensor) value);
    }
    return named.buildOrThrow();
  }

  static <R extends Record> R record(Class<R> type, Outputs outputs) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    checkArgument(
        names.size() == outputs.size() && outputs.named().keySet().containsAll(names),
        "%s has the components %s, but the outputs are %s",
        type.getSimpleName(),
        names,
        outputs);
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(names.stream().map(outputs::get).toArray());
    } catch (ReflectiveOperationException | RuntimeException hidden) {
      throw new IllegalArgumentException(
          type + " cannot be made of outputs: are all its components tensors, and is it open?",
          hidden);
    }
  }

  private static @Nullable Object read(RecordComponent component, Record owner) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException | RuntimeException hidden) {
      throw new IllegalArgumentException(
          component.getName() + " of " + owner.getClass() + " cannot be read", hidden);
    }
  }
}
