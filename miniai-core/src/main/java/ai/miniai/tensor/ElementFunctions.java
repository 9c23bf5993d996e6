package ai.miniai.tensor;

import ai.miniai.kernels.elementwise.Arithmetic;
import ai.miniai.kernels.elementwise.ElementFunction;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Element-wise functions of {@link Tensor}: arithmetic with broadcasting, activation functions and
 * others.
 */
sealed interface ElementFunctions extends Sized permits Tensor {
  /** this + other. */
  default Tensor plus(Tensor other) {
    return Promotion.arithmetic(new ArithmeticOp(Arithmetic.ADD), self(), other);
  }

  /** this + value; the result for integers and booleans is float32. */
  default Tensor plus(double value) {
    return Promotion.real(Elementary.affine(1, value), self());
  }

  /** this + value, of the same type; the result for booleans is int64. */
  default Tensor plus(long value) {
    return dataType().isFPType()
        ? plus((double) value)
        : whole(new ArithmeticOp(Arithmetic.ADD), value);
  }

  /** this − other. */
  default Tensor minus(Tensor other) {
    checkSubtraction(self());
    checkSubtraction(other);
    return Promotion.arithmetic(new ArithmeticOp(Arithmetic.SUBTRACT), self(), other);
  }

  /** this − value; the result for integers is float32. */
  default Tensor minus(double value) {
    checkSubtraction(self());
    return Promotion.real(Elementary.affine(1, -value), self());
  }

  /** this − value, of the same type. */
  default Tensor minus(long value) {
    checkSubtraction(self());
    return dataType().isFPType()
        ? minus((double) value)
        : whole(new ArithmeticOp(Arithmetic.SUBTRACT), value);
  }

  private static void checkSubtraction(Tensor operand) {
    Promotion.checkNumbers("subtraction", operand);
  }

  /** Applies {@code op} to this integer or boolean tensor and a Java number. */
  private Tensor whole(Operation op, long value) {
    return Promotion.in(WholeNumbers.beside(self()), op, self(), WholeNumbers.scalar(value));
  }

  /** this · other, element by element. */
  default Tensor times(Tensor other) {
    return Promotion.arithmetic(new ArithmeticOp(Arithmetic.MULTIPLY), self(), other);
  }

  /** this · value; the result for integers and booleans is float32. */
  default Tensor times(double value) {
    return Promotion.real(Elementary.affine(value, 0), self());
  }

  /** this · value, of the same type; the result for booleans is int64. */
  default Tensor times(long value) {
    return dataType().isFPType()
        ? times((double) value)
        : whole(new ArithmeticOp(Arithmetic.MULTIPLY), value);
  }

  /** this / other, element by element; the result for integers and booleans is float32. */
  default Tensor div(Tensor other) {
    return Promotion.real(new ArithmeticOp(Arithmetic.DIVIDE), self(), other);
  }

  /** this / value; the result for integers and booleans is float32. */
  default Tensor div(double value) {
    return Promotion.real(Elementary.affine(1 / value, 0), self());
  }

  /** −this. */
  default Tensor neg() {
    return Promotion.numbers(Elementary.affine(-1, 0), self());
  }

  // ---------------------------------------------------------------- functions of one element

  /** this to the power of {@code exponent}; the result for integers and booleans is float32. */
  default Tensor pow(double exponent) {
    return Promotion.real(Elementary.power(exponent), self());
  }

  /**
   * this to the power of {@code exponent}, of the same type; the result for booleans is int64.
   *
   * @throws IllegalArgumentException if {@code exponent} is negative and this is not floating point
   */
  default Tensor pow(long exponent) {
    return dataType().isFPType() ? pow((double) exponent) : WholeNumbers.power(self(), exponent);
  }

  /** this · this. */
  default Tensor square() {
    return pow(2L);
  }

  /** Limits all values to [min, max]. The gradient of values outside is 0. */
  default Tensor clamp(double min, double max) {
    return Promotion.real(Elementary.clamp(min, max), self());
  }

  /**
   * Like {@link #clamp(double, double)}, but integers keep their type, which must be able to hold
   * the bounds. Booleans become int64.
   */
  default Tensor clamp(long min, long max) {
    return dataType().isFPType()
        ? clamp((double) min, (double) max)
        : WholeNumbers.clamp(self(), min, max);
  }

  /** The exponential function. */
  default Tensor exp() {
    return Promotion.real(Elementary.of("Exponential", ElementFunction.EXP), self());
  }

  /** The natural logarithm. */
  default Tensor log() {
    return Promotion.real(Elementary.of("Logarithm", ElementFunction.LOG), self());
  }

  /** log(1 + this), exact for small values too. */
  default Tensor log1p() {
    return Promotion.real(Elementary.of("Log1p", ElementFunction.LOG1P), self());
  }

  /** The sine of an angle in radians. */
  default Tensor sin() {
    return Promotion.real(Elementary.of("Sin", ElementFunction.SIN), self());
  }

  /** The cosine of an angle in radians. */
  default Tensor cos() {
    return Promotion.real(Elementary.of("Cos", ElementFunction.COS), self());
  }

  /** The square root. */
  default Tensor sqrt() {
    return Promotion.real(Elementary.power(0.5), self());
  }

  /** The absolute value; its gradient at 0 is 0. */
  default Tensor abs() {
    return Promotion.numbers(Elementary.absolute(), self());
  }

  /** max(this, 0); its gradient at 0 is 0. */
  default Tensor relu() {
    Promotion.checkNumbers("relu", self());
    return Promotion.isWhole(dataType())
        ? WholeNumbers.relu(self())
        : Promotion.floating(Activations.relu(), self());
  }

  /** this where positive, {@code slope} · this elsewhere. */
  default Tensor leakyRelu(double slope) {
    return generalRelu(slope, 0);
  }

  /** {@link #leakyRelu leakyRelu(leak)} − sub. */
  default Tensor generalRelu(double leak, double sub) {
    return generalRelu(leak, sub, Double.POSITIVE_INFINITY);
  }

  /**
   * {@link #leakyRelu leakyRelu(leak)} − sub, but at most {@code max}; above it the gradient is 0.
   */
  default Tensor generalRelu(double leak, double sub, double max) {
    return Promotion.floating(Activations.generalRelu(leak, sub, max), self());
  }

  /**
   * this · Φ(this), with the exact cumulative distribution function Φ of the standard normal
   * distribution (PyTorch's default).
   */
  default Tensor gelu() {
    return Promotion.floating(Activations.gelu(), self());
  }

  /**
   * An approximation of {@link #gelu} without the error function: this · (1 + tanh(√(2/π) · (this +
   * 0.044715 · this³))) / 2 (PyTorch's {@code approximate='tanh'}).
   */
  default Tensor geluTanh() {
    return Promotion.floating(Activations.geluTanh(), self());
  }

  /** this · sigmoid(this), also called swish. */
  default Tensor silu() {
    return Promotion.floating(Activations.silu(), self());
  }

  /**
   * this where positive, {@code alpha} · (exp(this) − 1) elsewhere. Source: Clevert, Unterthiner
   * and Hochreiter, Fast and Accurate Deep Network Learning by Exponential Linear Units, 2015.
   *
   * @param alpha finite; PyTorch's default is 1
   */
  default Tensor elu(double alpha) {
    return Promotion.floating(Activations.elu(alpha), self());
  }

  /**
   * this where positive, {@code weight} · this elsewhere. Source: He et al., Delving Deep into
   * Rectifiers, 2015.
   *
   * @param weight of the type of this tensor: one number, [1], or one for each channel, [channels],
   *     if this is [batch, channels, ...]
   */
  default Tensor prelu(Tensor weight) {
    return Promotion.floating(new PreluOp(), self(), weight);
  }

  /** log(1 + exp(this)), or this itself above 20 (PyTorch's {@code threshold}). */
  default Tensor softplus() {
    return Promotion.floating(Elementary.of("Softplus", ElementFunction.SOFTPLUS), self());
  }

  /** 1 / (1 + exp(−this)). */
  default Tensor sigmoid() {
    return Promotion.real(Activations.sigmoid(), self());
  }

  /** The hyperbolic tangent. */
  default Tensor tanh() {
    return Promotion.real(Activations.tanh(), self());
  }

  /** exp(this), scaled to sum to 1 along {@code dim}. */
  default Tensor softmax(int dim) {
    return Promotion.floating(SoftmaxOp.along(dim), self());
  }

  /**
   * The logarithm of {@link #softmax}, computed without the loss of precision of {@code
   * softmax(dim).log()}.
   */
  default Tensor logSoftmax(int dim) {
    return Promotion.floating(SoftmaxOp.logAlong(dim), self());
  }

  /**
   * Dropout in training mode: sets each element to 0 with probability {@code p} and multiplies the
   * others by 1 / (1 − p).
   */
  default Tensor dropout(double p) {
    return Promotion.floating(new DropoutOp(p), self());
  }

  /**
   * Dropout in training mode of whole channels of [batch, channels, ...]: sets all values of a
   * channel of an item to 0 with probability {@code p}, and multiplies the others by 1 / (1 − p).
   * PyTorch's {@code feature_dropout}. Source: Tompson et al., Efficient Object Localization Using
   * Convolutional Networks, 2015.
   */
  default Tensor dropoutChannels(double p) {
    return Promotion.floating(DropoutOp.ofChannels(p), self());
  }

  /**
   * Converts the values to another type. Conversion to a floating point type rounds. Conversion to
   * an integer type truncates, and values that do not fit wrap around. Conversion to BOOL gives
   * whether a value is not 0. Only floating point tensors have a gradient; it is converted back to
   * the type of this tensor.
   */
  default Tensor to(DataType type) {
    return type == dataType() ? self() : new CastOp(type).apply(self());
  }

  private Tensor self() {
    return (Tensor) this;
  }
}
