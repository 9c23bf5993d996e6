package ai.miniai.nn;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of modules, and of what they hold, that may refer to modules or tensors. */
final class Fields {
  private Fields() {}

  /** Those of the class of {@code owner} and of its superclasses below {@code end}. */
  static List<Field> of(Object owner, Class<?> end) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> type = owner.getClass();
        type != null && type != end;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  /** The value of a field; null if it may not be read. */
  static @Nullable Object read(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (InaccessibleObjectException | SecurityException | IllegalAccessException hidden) {
      return null;
    }
  }

  /** Whether it is the reference of an inner class to its outer object. */
  static boolean isOuter(Field field) {
    return field.isSynthetic() && field.getName().startsWith("this$");
  }

  /** The name as it is in the source; a variable that an inner class uses has a prefix in it. */
  static String name(Field field) {
    return field.getName().replaceFirst("^val\\$", "");
  }
}
