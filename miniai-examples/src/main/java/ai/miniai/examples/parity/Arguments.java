package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * PyTorch's keyword arguments of a layer, a loss, a metric or an optimizer: {@code {"type":
 * "Linear", "in_features": 3, …}}. An argument that is null counts as not given, as PyTorch's None.
 * Which arguments there are is known from those that were asked for.
 */
final class Arguments {
  /** Makes something of arguments. */
  @FunctionalInterface
  interface Maker<T> {
    T make(Arguments arguments) throws IOException;
  }

  private static final String TYPE = "type";

  private final ParityCase parity;
  private final String kind;
  private final JsonNode given;
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * The arguments in {@code given}.
   *
   * @param kind what they are for, such as "layer"
   */
  Arguments(ParityCase parity, String kind, JsonNode given) {
    this.parity = parity;
    this.kind = kind;
    this.given = given;
    known.add(TYPE);
  }

  /** Those of the part of the case that has the name {@code kind}. */
  static Arguments of(ParityCase parity, String kind) {
    return new Arguments(parity, kind, parity.part("/" + kind));
  }

  /**
   * What the maker of the given type makes of the arguments.
   *
   * @throws IllegalArgumentException if there is no such type or argument, or a value cannot be;
   *     the message lists the known ones
   */
  <T> T make(Map<String, ? extends Maker<? extends T>> makers) throws IOException {
    checkArgument(given.path(TYPE).isTextual(), "a %s wants a type, not %s", kind, given);
    String type = given.path(TYPE).textValue();
    String name = type.substring(type.lastIndexOf('.') + 1); // also torch.nn.Linear
    Maker<? extends T> maker = makers.get(name);
    checkArgument(
        maker != null,
        "the %s %s is not known; known are %s",
        kind,
        type,
        String.join(", ", makers.keySet()));
    try {
      T made = maker.make(this);
      checkAllKnown();
      return made;
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(kind + " " + name + ": " + wrong.getMessage(), wrong);
    }
  }

  private void checkAllKnown() {
    Set<String> unknown = Sets.difference(ImmutableSet.copyOf(given.fieldNames()), known);
    checkArgument(
        unknown.isEmpty(),
        "there is no argument %s; there are %s",
        String.join(", ", unknown),
        String.join(", ", known));
  }

  private JsonNode get(String name) {
    known.add(name);
    return given.path(name);
  }

  private JsonNode required(String name) {
    JsonNode node = get(name);
    checkArgument(!isNone(node), "the argument %s is missing", name);
    return node;
  }

  private static boolean isNone(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /** Whether the argument is given as null. */
  boolean isNull(String name) {
    return get(name).isNull();
  }

  boolean has(String name) {
    return !isNone(get(name));
  }

  boolean isText(String name) {
    return get(name).isTextual();
  }

  int integer(String name) {
    return integer(name, required(name));
  }

  int integer(String name, int otherwise) {
    return has(name) ? integer(name) : otherwise;
  }

  private static int integer(String name, JsonNode node) {
    checkArgument(
        node.canConvertToExactIntegral() && node.canConvertToInt(),
        "%s is not a whole number below 2^31: %s",
        name,
        node);
    return node.intValue();
  }

  /** One number, or a list of several. */
  int[] integers(String name) {
    JsonNode node = required(name);
    return node.isArray()
        ? IntStream.range(0, node.size()).map(i -> integer(name, node.get(i))).toArray()
        : new int[] {integer(name, node)};
  }

  int[] integers(String name, int... otherwise) {
    return has(name) ? integers(name) : otherwise;
  }

  /** One number, or a list of equal ones: for layers whose sides are equal. */
  int square(String name) {
    int[] sides = integers(name);
    checkArgument(
        sides.length > 0 && IntStream.of(sides).allMatch(side -> side == sides[0]),
        "%s must be the same for all sides here, not %s",
        name,
        given.get(name));
    return sides[0];
  }

  int square(String name, int otherwise) {
    return has(name) ? square(name) : otherwise;
  }

  double number(String name) {
    JsonNode node = required(name);
    checkArgument(node.isNumber(), "%s is not a number: %s", name, node);
    return node.doubleValue();
  }

  double number(String name, double otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode node = get(name);
    checkArgument(isNone(node) || node.isBoolean(), "%s is neither true nor false: %s", name, node);
    return node.asBoolean(otherwise);
  }

  String text(String name, String otherwise) {
    JsonNode node = get(name);
    checkArgument(isNone(node) || node.isTextual(), "%s is not a word: %s", name, node);
    return node.asText(otherwise);
  }

  /** Of the choices the one that is named. */
  <T> T choice(String name, String otherwise, ImmutableMap<String, T> choices) {
    T chosen = choices.get(text(name, otherwise));
    checkArgument(
        chosen != null,
        "%s is %s; known are %s",
        name,
        given.get(name),
        String.join(", ", choices.keySet()));
    return chosen;
  }

  /** The number at {@code index} of a list of numbers. */
  double numberAt(String name, int index, double otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    JsonNode node = given.get(name).path(index);
    checkArgument(node.isNumber(), "%s is not a list of numbers: %s", name, given.get(name));
    return node.doubleValue();
  }

  /**
   * Numbers: one, a list of numbers or of lists of the same length, or an array in a file (see
   * {@link ArrayFile}).
   */
  Tensor tensor(String name) throws IOException {
    JsonNode node = required(name);
    return node.isObject()
        ? parity.array(node, kind + " " + name).tensor()
        : NestedNumbers.tensor(name, node);
  }

  /** Whether a quantity of this name is expected. */
  boolean expects(String quantity) {
    return parity.expects(quantity);
  }

  /**
   * The probability of dropping.
   *
   * @throws IllegalArgumentException if the layer drops at random: there is nothing to compare then
   */
  double dropout(String name, double otherwise) {
    double p = number(name, otherwise);
    checkArgument(
        p == 0 || !parity.training(),
        "with %s %s the results are random: give 0, or \"training\": false in the case",
        name,
        p);
    return p;
  }

  /** Checks that an argument which this library lacks has PyTorch's default value. */
  void only(String name, Object value) {
    JsonNode node = get(name);
    boolean same =
        value instanceof Number number
            ? node.isNumber() && node.doubleValue() == number.doubleValue()
            : node.asText().equals(value.toString());
    checkArgument(isNone(node) || same, "only %s = %s can be computed, not %s", name, value, node);
  }

  /** Checks that arguments which this library lacks are not given, or null. */
  void none(String... names) {
    for (String name : names) {
      checkArgument(
          isNone(get(name)), "only %s = null can be computed, not %s", name, given.get(name));
    }
  }

  /** Allows arguments that have no influence on the result. */
  void ignore(String... names) {
    known.addAll(Set.of(names));
  }
}
