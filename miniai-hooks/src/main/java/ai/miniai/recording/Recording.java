package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The recorded statistics of several layers, for plots and files.
 *
 * @param quantity what was recorded
 * @param layers in the order in which they ran first in a forward pass, also for gradients; those
 *     that never ran follow, in the order of the modules. Parameters are in their own order
 * @param columns which batches each column of the layers stands for; empty if that is not known
 * @param batchesPerPass the number of training batches of an epoch; 0 if it is not known
 */
public record Recording(
    Quantity quantity, List<LayerStats> layers, List<Column> columns, int batchesPerPass) {
  /** Copies what could change. */
  public Recording {
    checkArgument(batchesPerPass >= 0, "a pass has 0 batches or more, not %s", batchesPerPass);
    layers = ImmutableList.copyOf(layers);
    columns = ImmutableList.copyOf(columns);
  }

  /**
   * What a column stands for: one batch, or several consecutive batches in long recordings.
   *
   * @param epoch the epoch of the first batch, from 0
   * @param iteration the index of the first batch in its epoch, from 0
   * @param training false for validation batches
   * @param batches the number of batches that were recorded
   */
  public record Column(int epoch, int iteration, boolean training, int batches) {
    /** One batch. */
    public Column(int epoch, int iteration, boolean training) {
      this(epoch, iteration, training, 1);
    }

    /** This many batches, starting with this one. */
    public Column(Place first, int batches) {
      this(first.epoch(), first.iteration(), first.training(), batches);
    }

    /** The first batch. */
    public Place place() {
      return new Place(epoch, iteration, training);
    }
  }

  /**
   * Where the first NaN or infinity was.
   *
   * @param layer the name of the module or parameter
   * @param quantity the quantity that was not finite
   * @param first the batch
   */
  public record Trouble(String layer, Quantity quantity, NonFinite first) {
    /** Text such as "gradients of 1.0 in training batch 7 of epoch 0". */
    @Override
    public String toString() {
      return quantity.label() + " of " + layer + " in " + first.place();
    }
  }

  /** A recording that does not say how many batches a pass has. */
  public Recording(Quantity quantity, List<LayerStats> layers, List<Column> columns) {
    this(quantity, layers, columns, 0);
  }

  /** A recording of activations. */
  public Recording(List<LayerStats> layers, List<Column> columns) {
    this(Quantity.ACTIVATIONS, layers, columns);
  }

  /** The same, as it is now: it does not change while the recording goes on. */
  Recording copy() {
    return new Recording(
        quantity, Lists.transform(layers, LayerStats::copy), columns, batchesPerPass);
  }

  /**
   * The layer of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the existing names
   */
  public LayerStats layer(String name) {
    Optional<LayerStats> layer = layers.stream().filter(l -> l.name().equals(name)).findFirst();
    checkArgument(
        layer.isPresent(),
        "no %s were recorded of \"%s\", only of %s",
        quantity.label(),
        name,
        layers.stream().map(LayerStats::name).toList());
    return layer.get();
  }

  /**
   * The same recording of some layers only: {@code only("1.*")}, {@code only("Conv2d")}, {@code
   * only("encoder.*", "head")}.
   *
   * @param patterns names of layers, or their types as in {@link LayerStats#label}; {@code *}
   *     stands for any characters, {@code ?} for one. A layer is kept if one of them matches
   * @throws IllegalArgumentException if a pattern matches no layer; the message lists the layers
   */
  public Recording only(String... patterns) {
    List<Predicate<LayerStats>> choices = Arrays.stream(patterns).map(this::choice).toList();
    List<LayerStats> chosen =
        layers.stream()
            .filter(layer -> choices.stream().anyMatch(choice -> choice.test(layer)))
            .toList();
    return new Recording(quantity, chosen, columns, batchesPerPass);
  }

  private Predicate<LayerStats> choice(String pattern) {
    Pattern glob =
        Pattern.compile(
            Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"),
            Pattern.DOTALL);
    Predicate<LayerStats> matches =
        layer ->
            glob.matcher(layer.name()).matches()
                || glob.matcher(layer.label().split(" ", 2)[0]).matches();
    checkArgument(
        layers.stream().anyMatch(matches),
        "no layer's name or type matches \"%s\"; %s were recorded of %s",
        pattern,
        quantity.label(),
        layers.stream().map(LayerStats::title).toList());
    return matches;
  }

  /** Where the first NaN or infinity was; empty if all values were finite. */
  public Optional<Trouble> firstNonFinite() {
    return layers.stream()
        .flatMap(layer -> layer.firstNonFinite().stream().map(first -> trouble(layer, first)))
        .min(Comparator.comparing(Trouble::first));
  }

  private Trouble trouble(LayerStats layer, NonFinite first) {
    return new Trouble(layer.name(), quantity, first);
  }
}
