package ai.miniai.nn;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies a record with other values for some of its components. */
final class RecordCopy {
  private RecordCopy() {}

  static Record of(Record one, Map<String, Object> changed) throws ReflectiveOperationException {
    RecordComponent[] components = one.getClass().getRecordComponents();
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      components[i].getAccessor().setAccessible(true);
      Object other = changed.get(components[i].getName());
      values[i] = other == null ? components[i].getAccessor().invoke(one) : other;
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<? extends Record> constructor = one.getClass().getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }
}
