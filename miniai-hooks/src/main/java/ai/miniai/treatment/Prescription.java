package ai.miniai.treatment;

import ai.miniai.doctor.Numbers;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.optim.AdamW;
import ai.miniai.setup.RunSetup;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Remedies that are tried together in one training.
 *
 * @param remedies the remedies, at most one for each action, and one for the learning rate
 * @param setup how the run without remedies is set up, as far as it is known
 */
public record Prescription(List<Remedy> remedies, RunSetup setup) {
  /** No remedy: training as it is. */
  public static final Prescription NONE = new Prescription(ImmutableList.of(), RunSetup.UNKNOWN);

  /** By how much {@link Action#MORE_EPOCHS} multiplies the epochs, each time. */
  static final int LONGER = 3;

  /** By how much {@link Action#LARGER_BATCH} multiplies the batch, each time. */
  private static final int LARGER = 4;

  /** The learning rate for {@link AdamW}, PyTorch's default. */
  private static final double ADAM = 1e-3;

  /** A factor that differs from 1 by less is none. */
  private static final double SAME = 1e-9;

  /** Rates whose logarithms differ by less are not both worth a training. */
  private static final double ALIKE = Math.log(1.5);

  /** Copies the list. */
  public Prescription {
    remedies = ImmutableList.copyOf(remedies);
  }

  /** Whether it contains a remedy for this action. */
  public boolean has(Action action) {
    return remedy(action).isPresent();
  }

  /** The remedy for this action. */
  public Optional<Remedy> remedy(Action action) {
    return remedies.stream().filter(remedy -> remedy.action() == action).findFirst();
  }

  /** The factor for the learning rate; 1 if it stays. */
  double rateFactor() {
    return remedies.stream()
        .filter(Remedy::isOfRate)
        .mapToDouble(Remedy::factor)
        .findFirst()
        .orElse(1);
  }

  /**
   * The learning rate to use instead of {@code lr}, rounded to two digits; with a new optimizer, a
   * rate for that.
   */
  public double rate(double lr) {
    double base = has(Action.CHANGE_OPTIMIZER) ? ADAM : lr;
    return rateFactor() == 1 ? base : Numbers.rate(base * rateFactor());
  }

  /** The number of epochs to use instead of {@code epochs}. */
  public int epochs(int epochs) {
    return Math.multiplyExact(epochs, times(Action.MORE_EPOCHS));
  }

  /**
   * How many times as much of something there is to be: of epochs for {@link Action#MORE_EPOCHS},
   * of items in a step for {@link Action#LARGER_BATCH}. 1 without such a remedy.
   */
  public int times(Action action) {
    return remedy(action).map(Prescription::amount).orElse(1);
  }

  private static int amount(Remedy remedy) {
    return switch (remedy.action()) {
      case MORE_EPOCHS -> remedy.factor() == 1 ? LONGER : (int) Math.rint(remedy.factor());
      case LARGER_BATCH -> remedy.factor() == 1 ? LARGER : (int) Math.rint(remedy.factor());
      default -> 1;
    };
  }

  /**
   * Also with this remedy. Factors for the learning rate are multiplied, as are those for epochs
   * and batches. Another optimizer begins with a rate of its own.
   */
  Prescription plus(Remedy remedy) {
    Action action = remedy.action();
    if (remedy.isOfRate()) {
      return withRate(rateFactor() * remedy.factor(), remedy.detail());
    }
    if (action == Action.MORE_EPOCHS || action == Action.LARGER_BATCH) {
      int times = Math.multiplyExact(times(action), amount(remedy));
      return without(one -> one.action() == action).and(new Remedy(action, times, ""));
    }
    if (has(action) || (isOfOutput(action) && changesOutput())) {
      return this;
    }
    return (action == Action.CHANGE_OPTIMIZER ? without(Remedy::isOfRate) : this).and(remedy);
  }

  /** With this factor for the learning rate, whatever it was before. */
  Prescription withRate(double factor, String detail) {
    Prescription rest = without(Remedy::isOfRate);
    return Math.abs(factor - 1) > SAME
        ? rest.and(new Remedy(factor < 1 ? Action.LOWER_RATE : Action.RAISE_RATE, factor, detail))
        : rest;
  }

  private Prescription and(Remedy remedy) {
    return new Prescription(
        ImmutableList.<Remedy>builder().addAll(remedies).add(remedy).build(), setup);
  }

  private Prescription without(Predicate<Remedy> some) {
    return new Prescription(remedies.stream().filter(some.negate()).toList(), setup);
  }

  private boolean changesOutput() {
    return remedies.stream().map(Remedy::action).anyMatch(Prescription::isOfOutput);
  }

  private static boolean isOfOutput(Action action) {
    return action == Action.CHANGE_OUTPUT || action == Action.CHANGE_OUTPUT_OR_LOSS;
  }

  /** The same remedies for a run that is set up so. */
  Prescription with(RunSetup known) {
    return new Prescription(remedies, known);
  }

  /** Whether it changes the same, with about the same learning rate. */
  boolean isLike(Prescription other) {
    double rates = Math.abs(Math.log(rateFactor() / other.rateFactor()));
    return rates < ALIKE
        && ImmutableSet.copyOf(without(Remedy::isOfRate).remedies)
            .equals(ImmutableSet.copyOf(other.without(Remedy::isOfRate).remedies));
  }

  /** What it changes, such as "learning rate 0.2 instead of 0.6, new initial weights". */
  @Override
  public String toString() {
    return remedies.isEmpty()
        ? "as it is"
        : Joiner.on(", ").join(remedies.stream().map(one -> Wording.change(one, this)).toList());
  }
}
