package ai.miniai.examples;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/api.md, the list of all that users may touch, as the code is: a change of it shows
 * there. {@code mvn test -Dapi.write -pl miniai-examples -am -Dtest=ApiTest} writes it anew.
 */
class ApiTest {
  private static final Path FILE = Path.of("../docs/api.md");

  /** Programs, and packages whose documentation says that they are internal. */
  private static final List<String> NOT_FOR_USERS =
      List.of("ai.miniai.array", "ai.miniai.kernels", "ai.miniai.examples");

  private static final Set<String> OF_ALL_OBJECTS =
      Set.of("equals", "hashCode", "toString", "values", "valueOf");

  private static final String HEAD =
      """
      # Public API

      All public types of the packages that are meant for users, with their public and protected
      members. What is not here is internal, and may change without notice: other packages, and types
      marked `@API(status = INTERNAL)`. Generated from the code by `ApiTest`, which fails when the
      two differ.
      """;

  @Test
  void theListOfTheApiIsThatOfTheCode() throws IOException {
    // WHEN
    String api = api();
    // THEN
    if (System.getProperty("api.write") != null) {
      Files.writeString(FILE, api);
    }
    assertThat(Files.readString(FILE))
        .as(
            "docs/api.md; to write it anew: mvn test -Dapi.write -pl miniai-examples -am"
                + " -Dtest=ApiTest -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(api);
  }

  private static String api() {
    TreeMap<String, List<Class<?>>> packages =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("ai.miniai")
                .stream()
                .filter(type -> NOT_FOR_USERS.stream().noneMatch(type.getPackageName()::startsWith))
                // Before they are loaded: what others do not see may need what is not here.
                .filter(ApiTest::isForUsers)
                .<Class<?>>map(JavaClass::reflect)
                .filter(ApiTest::isVisible)
                .collect(groupingBy(Class::getPackageName, TreeMap::new, toList()));
    StringBuilder text = new StringBuilder(HEAD);
    packages.forEach(
        (name, types) -> {
          text.append("\n## ").append(name).append('\n');
          types.stream()
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .forEach(type -> text.append('\n').append(described(type)));
        });
    return text.toString();
  }

  private static boolean isForUsers(JavaClass type) {
    return !type.isAnnotatedWith(API.class)
        && (type.getModifiers().contains(JavaModifier.PUBLIC)
            || type.getModifiers().contains(JavaModifier.PROTECTED));
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return !type.isAnonymousClass()
        && isVisible(type.getModifiers())
        && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  /** Fields first, then constructors, then methods; each by name. */
  private static String described(Class<?> type) {
    Stream<String> members =
        Stream.of(
                sorted(Stream.of(type.getDeclaredFields()), ApiTest::described),
                sorted(Stream.of(type.getDeclaredConstructors()), ApiTest::described),
                sorted(methods(type), ApiTest::described))
            .flatMap(lines -> lines);
    return "### "
        + kind(type)
        + " "
        + name(type)
        + supertypes(type)
        + "\n\n"
        + members.map(line -> "    " + line + "\n").collect(joining());
  }

  private static <M extends Member> Stream<String> sorted(
      Stream<M> members, Function<M, String> described) {
    return members
        .filter(one -> isVisible(one.getModifiers()) && !one.isSynthetic())
        .sorted(Comparator.comparing((M one) -> one.getName()).thenComparing(described))
        .map(described);
  }

  /**
   * Those of the type, and those that it has from types that users do not see, unless one that they
   * see has them before.
   */
  private static Stream<Method> methods(Class<?> type) {
    Class<?> parent = visibleParent(type);
    Stream<Method> inherited =
        Stream.of(type.getMethods())
            .filter(one -> one.getDeclaringClass().getPackageName().startsWith("ai.miniai"))
            .filter(one -> !isVisible(one.getDeclaringClass()))
            .filter(one -> parent == null || !one.getDeclaringClass().isAssignableFrom(parent));
    return Stream.concat(Stream.of(type.getDeclaredMethods()), inherited)
        .filter(one -> !OF_ALL_OBJECTS.contains(one.getName()));
  }

  /** The next type above that users see; null if there is none. */
  private static Class<?> visibleParent(Class<?> type) {
    Class<?> parent = type.getSuperclass();
    while (parent != null && !isVisible(parent)) {
      parent = parent.getSuperclass();
    }
    return parent;
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "annotation";
    }
    if (type.isRecord()) {
      return "record";
    }
    if (type.isEnum()) {
      return "enum";
    }
    if (type.isInterface()) {
      return type.isSealed() ? "sealed interface" : "interface";
    }
    int modifiers = type.getModifiers();
    return (Modifier.isAbstract(modifiers)
            ? "abstract "
            : Modifier.isFinal(modifiers) ? "final " : "")
        + "class";
  }

  private static String supertypes(Class<?> type) {
    Class<?> parent = type.getSuperclass();
    List<String> names =
        Stream.concat(
                Stream.ofNullable(parent)
                    .filter(one -> one != Object.class && one != Record.class && one != Enum.class),
                Stream.of(type.getInterfaces()))
            .filter(ApiTest::isVisible)
            .map(Class::getSimpleName)
            .toList();
    return names.isEmpty() ? "" : " : " + String.join(", ", names);
  }

  private static String described(Field field) {
    return prefix(field.getModifiers()) + text(field.getGenericType()) + " " + field.getName();
  }

  private static String described(Constructor<?> constructor) {
    return prefix(constructor.getModifiers())
        + name(constructor.getDeclaringClass())
        + parameters(constructor);
  }

  private static String described(Method method) {
    return prefix(method.getModifiers())
        + text(method.getGenericReturnType())
        + " "
        + method.getName()
        + parameters(method);
  }

  private static String prefix(int modifiers) {
    return (Modifier.isProtected(modifiers) ? "protected " : "")
        + (Modifier.isStatic(modifiers) ? "static " : "");
  }

  private static String parameters(Executable executable) {
    List<String> types =
        Arrays.stream(executable.getGenericParameterTypes()).map(ApiTest::text).toList();
    String list = String.join(", ", types);
    return "("
        + (executable.isVarArgs() ? list.substring(0, list.length() - 2) + "..." : list)
        + ")";
  }

  private static String name(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
  }

  /** A type without the names of packages. */
  private static String text(Type type) {
    if (type instanceof Class<?> simple) {
      return simple.isArray() ? text(simple.getComponentType()) + "[]" : name(simple);
    }
    if (type instanceof ParameterizedType generic) {
      return text(generic.getRawType())
          + Arrays.stream(generic.getActualTypeArguments())
              .map(ApiTest::text)
              .collect(joining(", ", "<", ">"));
    }
    if (type instanceof WildcardType wildcard) {
      String lower = Arrays.stream(wildcard.getLowerBounds()).map(ApiTest::text).collect(joining());
      String upper = text(wildcard.getUpperBounds()[0]);
      return lower.isEmpty()
          ? upper.equals("Object") ? "?" : "? extends " + upper
          : "? super " + lower;
    }
    return type instanceof TypeVariable<?> variable ? variable.getName() : type.getTypeName();
  }
}
