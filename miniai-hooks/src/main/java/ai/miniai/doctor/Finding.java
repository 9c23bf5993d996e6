package ai.miniai.doctor;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that the doctor has found.
 *
 * @param pattern what it is
 * @param path the module or parameter where it is strongest; empty for the whole network
 * @param place the same with its type and details: "2.0 (Conv2d 16, 32, kernel 3)"
 * @param firstBatch the first training batch that shows it, counted from 0 over the whole run
 * @param lastBatch the last such batch
 * @param severity how bad it is
 * @param evidence the numbers that show it
 * @param says what was seen, with the numbers, in full sentences
 * @param means what it means, in full sentences; may be empty
 * @param remedies what to try, the best first
 */
public record Finding(
    Pattern pattern,
    String path,
    String place,
    int firstBatch,
    int lastBatch,
    Severity severity,
    List<Evidence> evidence,
    String says,
    String means,
    List<Remedy> remedies) {
  /** Checks the batch numbers. */
  public Finding {
    evidence = ImmutableList.copyOf(evidence);
    remedies = ImmutableList.copyOf(remedies);
    checkArgument(
        firstBatch >= 0 && firstBatch <= lastBatch,
        "a finding goes from a batch to a later one, not from %s to %s",
        firstBatch,
        lastBatch);
  }

  /**
   * The number with this name in the evidence.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double evidence(String name) {
    return evidence.stream()
        .filter(one -> one.name().equals(name))
        .mapToDouble(Evidence::value)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no \"" + name + "\" in " + evidence));
  }

  /** What was found and where: "SICK: dead units in 3.1 (ReLU)". */
  public String title() {
    return severity + ": " + name();
  }

  /** The title without the severity. */
  public String name() {
    return pattern.label() + (place.isEmpty() ? "" : " in " + place);
  }

  /** What was found and where, with what was seen, in one line. */
  public String headline() {
    return title() + ". " + says;
  }

  @Override
  public String toString() {
    return headline();
  }

  /** The same with another severity. */
  Finding as(Severity other) {
    return new Finding(
        pattern, path, place, firstBatch, lastBatch, other, evidence, says, means, remedies);
  }

  /** The same with other remedies. */
  Finding with(List<Remedy> others) {
    return new Finding(
        pattern, path, place, firstBatch, lastBatch, severity, evidence, says, means, others);
  }

  /** Puts a finding together. */
  static final class Builder {
    private final Vitals run;
    private final Pattern pattern;
    private String path = "";
    private int first;
    private int last;
    private Severity severity;
    private final List<Evidence> evidence = new ArrayList<>();
    private String says = "";
    private String means = "";
    private final List<Remedy> remedies = new ArrayList<>();

    /** Over the whole run, with the severity of a sign in the layers. */
    Builder(Vitals run, Pattern pattern) {
      this.run = run;
      this.pattern = pattern;
      last = run.lastBatch();
      severity = run.severity();
    }

    Builder in(String module) {
      path = module;
      return this;
    }

    Builder batches(int from, int to) {
      first = Math.max(0, Math.min(from, to));
      last = Math.max(first, to);
      return this;
    }

    Builder severity(Severity value) {
      severity = value;
      return this;
    }

    Builder evidence(String name, double value, Evidence.Unit unit) {
      evidence.add(new Evidence(name, value, unit));
      return this;
    }

    @FormatMethod
    Builder says(String format, Object... arguments) {
      says = String.format(Locale.ROOT, format, arguments);
      return this;
    }

    Builder means(String text) {
      means = text;
      return this;
    }

    Builder remedies(Remedy... all) {
      remedies.addAll(List.of(all));
      return this;
    }

    Finding build() {
      return new Finding(
          pattern,
          path,
          run.setup().title(path),
          first,
          last,
          severity,
          evidence,
          says,
          means,
          remedies);
    }
  }
}
