package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/** Sums of products that letters describe, as one batched matrix product. */
final class Einsum {
  private Einsum() {}

  static Tensor of(String equation, Tensor... operands) {
    String plain = equation.replace(" ", "");
    int arrow = plain.indexOf("->");
    List<String> letters = List.of((arrow < 0 ? plain : plain.substring(0, arrow)).split(",", -1));
    String all = String.join("", letters);
    String result = arrow < 0 ? standingOnce(all) : plain.substring(arrow + 2);
    check(equation, letters, all, result, operands);
    DataType kind = operands[0].dataType();
    Tensor[] terms =
        Arrays.stream(operands)
            .map(x -> x.to(kind.isFPType() ? kind : DataType.INT64))
            .toArray(Tensor[]::new);
    String keptFirst = letters.size() == 1 ? result : result + letters.get(1);
    Term first = new Term(letters.get(0), terms[0]).summed(keptFirst);
    if (letters.size() == 1) {
      return first.ordered(result).values().to(kind);
    }
    Term second = new Term(letters.get(1), terms[1]).summed(result + letters.get(0));
    return product(first, second, result).to(kind);
  }

  /** Brings the operands to [batch, rows, inner] and [batch, inner, columns]. */
  private static Tensor product(Term a, Term b, String result) {
    String batch = filter(a.letters, result, true, b.letters);
    String rows = filter(a.letters, result, false, b.letters);
    String columns = filter(b.letters, result, false, a.letters);
    String inner =
        a.letters
            .chars()
            .filter(c -> result.indexOf(c) < 0)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    Tensor left =
        a.ordered(batch + rows + inner)
            .values
            .reshape(a.count(batch), a.count(rows), a.count(inner));
    Tensor right =
        b.ordered(batch + inner + columns)
            .values
            .reshape(b.count(batch), b.count(inner), b.count(columns));
    String order = batch + rows + columns;
    long[] shape =
        order.chars().mapToLong(c -> (a.letters.indexOf(c) < 0 ? b : a).size(c)).toArray();
    return new Term(order, left.matmul(right).reshape(shape)).ordered(result).values;
  }

  /** Those of {@code letters} that the result has, and that the other operand has or has not. */
  private static String filter(String letters, String result, boolean shared, String other) {
    return letters
        .chars()
        .filter(c -> result.indexOf(c) >= 0 && other.indexOf(c) >= 0 == shared)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static String standingOnce(String letters) {
    return letters
        .chars()
        .filter(c -> letters.indexOf(c) == letters.lastIndexOf(c))
        .mapToObj(Character::toString)
        .sorted()
        .collect(Collectors.joining());
  }

  private static void check(
      String equation, List<String> letters, String all, String result, Tensor... operands) {
    checkArgument(
        letters.size() <= 2 && (all + result).chars().allMatch(Character::isLetter),
        "einsum wants letters for each of one or two operands, such as \"bij,bjk->bik\", not \"%s\"",
        equation);
    checkArgument(
        letters.size() == operands.length,
        "einsum \"%s\" is for %s operands, not for %s",
        equation,
        letters.size(),
        operands.length);
    checkArgument(
        isDistinct(result) && result.chars().allMatch(c -> all.indexOf(c) >= 0),
        "einsum \"%s\": each letter of the result must stand there once, and for an operand too",
        equation);
    Shapes.checkOneType(
        Arrays.stream(operands)
            .map(Tensor::outline)
            .toArray(org.nd4j.linalg.api.ndarray.INDArray[]::new));
    long[] sizes = new long[Character.MAX_VALUE + 1];
    Arrays.fill(sizes, -1);
    for (int i = 0; i < operands.length; i++) {
      Tensor x = operands[i];
      String names = letters.get(i);
      checkArgument(
          names.length() == x.rank() && isDistinct(names),
          "einsum \"%s\": \"%s\" must be a different letter for each dimension of %s",
          equation,
          names,
          Shapes.lazily(() -> Shapes.text(x.shape())));
      for (int d = 0; d < x.rank(); d++) {
        char letter = names.charAt(d);
        checkArgument(
            sizes[letter] < 0 || sizes[letter] == x.size(d),
            "einsum \"%s\": letter %s stands for a size of %s and of %s",
            equation,
            letter,
            sizes[letter],
            x.size(d));
        sizes[letter] = x.size(d);
      }
    }
  }

  private static boolean isDistinct(String letters) {
    return letters.chars().distinct().count() == letters.length();
  }

  /** A tensor with a letter for each dimension. */
  private record Term(String letters, Tensor values) {
    long size(int letter) {
      return values.size(letters.indexOf(letter));
    }

    long count(String some) {
      return some.chars().mapToLong(this::size).reduce(1, Math::multiplyExact);
    }

    /** Summed over the letters that are not in {@code kept}. */
    Term summed(String kept) {
      int[] dims =
          IntStream.range(0, letters.length())
              .filter(d -> kept.indexOf(letters.charAt(d)) < 0)
              .toArray();
      String rest =
          letters
              .chars()
              .filter(c -> kept.indexOf(c) >= 0)
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      return dims.length == 0 ? this : new Term(rest, values.sum(dims));
    }

    Term ordered(String order) {
      return new Term(order, values.permute(order.chars().map(letters::indexOf).toArray()));
    }
  }
}
