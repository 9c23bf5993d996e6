package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Initialization;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Doubles;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Initial values, in the words of Keras: {@code zeros}, {@code constant(a)}, {@code uniform(a)} in
 * ±a, {@code normal(s)} of standard deviation s, {@code glorot_uniform}, {@code glorot_normal},
 * {@code he_uniform}, {@code he_normal}. (In the last one and in {@code glorot_normal}, Keras draws
 * again what is more than two deviations away; here it stays.)
 */
final class FaultInit {
  private static final Pattern TEXT = Pattern.compile("([a-z_]+)(?:\\(([^()]+)\\))?");

  private final String text;
  private final String kind;

  /** The number in parentheses; 0 if there is none. */
  private final double size;

  private FaultInit(String text, String kind, double size) {
    this.text = text;
    this.kind = kind;
    this.size = size;
  }

  /**
   * From a text such as "normal(0.05)".
   *
   * @throws IllegalArgumentException if it is none of them, or the number is missing or wrong
   */
  static FaultInit of(String text) {
    Matcher parts = TEXT.matcher(text);
    checkArgument(parts.matches(), "expected initial values such as \"normal(0.05)\": %s", text);
    String kind = parts.group(1);
    boolean sized = kind.equals("constant") || kind.equals("uniform") || kind.equals("normal");
    Double size = parts.group(2) == null ? null : Doubles.tryParse(parts.group(2));
    checkArgument(
        sized ? size != null && Double.isFinite(size) : parts.group(2) == null,
        "constant(a), uniform(a) and normal(s) need one number in parentheses, others none: %s",
        text);
    return new FaultInit(text, kind, size == null ? 0 : size);
  }

  /**
   * Fills {@code parameter}, from the generator that {@link Seed} sets.
   *
   * @throws IllegalArgumentException if the word is not known, or a bias has no fan
   */
  void fill(Tensor parameter) {
    Generator generator = Seed.generator();
    int length = Math.toIntExact(parameter.length());
    switch (kind) {
      case "zeros" -> parameter.update(array -> array.assign(0));
      case "constant" -> parameter.update(array -> array.assign(size));
      case "uniform" -> set(parameter, generator.uniform(length, -size, size));
      case "normal" -> set(parameter, generator.normal(length, 0, size));
      case "glorot_uniform" -> Initialization.xavierUniform(parameter);
      case "glorot_normal" -> Initialization.xavierNormal(parameter);
      case "he_uniform" -> Initialization.kaimingUniform(parameter);
      case "he_normal" -> Initialization.kaimingNormal(parameter);
      default ->
          throw new IllegalArgumentException(
              "expected zeros, constant(a), uniform(a), normal(s), glorot_uniform, glorot_normal,"
                  + " he_uniform or he_normal as initial values: "
                  + text);
    }
  }

  private static void set(Tensor parameter, float... values) {
    Tensor drawn = Tensor.of(values, parameter.shape()).to(parameter.dataType());
    parameter.update(array -> array.assign(drawn.array()));
  }
}
