package ai.miniai.data.fashion;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class IdxTest {
  @TempDir Path directory;

  @Test
  void readsUnsignedBytes() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x08, new int[] {2, 2}, bytes(0, 1, 128, 255)));
    // WHEN
    Idx idx = Idx.read(file);
    // THEN
    assertThat(idx.type()).isEqualTo(Idx.Type.UBYTE);
    assertThat(idx.shape()).containsExactly(2, 2);
    assertThat(idx.toLongs()).containsExactly(0, 1, 128, 255);
    assertThat(idx.toFloats()).containsExactly(0, 1, 128, 255);
    assertThat(idx.toDoubles()).containsExactly(0, 1, 128, 255);
  }

  @Test
  void readsSignedBytes() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x09, new int[] {2}, bytes(128, 127)));
    // WHEN, THEN
    assertThat(Idx.read(file).toLongs()).containsExactly(-128, 127);
  }

  @Test
  void readsShorts() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x0b, new int[] {2}, bytes(0x80, 0, 1, 2)));
    // WHEN, THEN
    assertThat(Idx.read(file).toLongs()).containsExactly(-32768, 258);
  }

  @Test
  void readsInts() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x0c, new int[] {1, 1}, bytes(0xff, 0xff, 0xff, 0xfe)));
    // WHEN, THEN
    assertThat(Idx.read(file).toLongs()).containsExactly(-2);
  }

  @Test
  void readsFloats() throws IOException {
    // GIVEN
    byte[] elements = ByteBuffer.allocate(8).putFloat(0.1f).putFloat(Float.NaN).array();
    Path file = write(IdxBytes.file(0x0d, new int[] {2}, elements));
    // WHEN, THEN
    assertThat(Idx.read(file).toFloats()).containsExactly(0.1f, Float.NaN);
  }

  @Test
  void readsDoubles() throws IOException {
    // GIVEN
    byte[] elements = ByteBuffer.allocate(16).putDouble(0.1).putDouble(-1e300).array();
    Path file = write(IdxBytes.file(0x0e, new int[] {2, 1}, elements));
    // WHEN, THEN
    assertThat(Idx.read(file).toDoubles()).containsExactly(0.1, -1e300);
  }

  @Test
  void readsASingleElementWithoutAxes() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x08, new int[0], bytes(9)));
    // WHEN
    Idx idx = Idx.read(file);
    // THEN
    assertThat(idx.shape()).isEmpty();
    assertThat(idx.toLongs()).containsExactly(9);
  }

  @Test
  void readsAnArrayWithoutElements() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x0e, new int[] {3, 0}));
    // WHEN, THEN
    assertThat(Idx.read(file).length()).isZero();
  }

  @Test
  void readsWhatGzipHasPacked() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.gzip(IdxBytes.file(0x08, new int[] {1}, bytes(7))));
    // WHEN, THEN
    assertThat(Idx.read(file).toLongs()).containsExactly(7);
  }

  @Test
  void doesNotTakeFloatingPointNumbersForIntegers() throws IOException {
    // GIVEN
    Idx idx = Idx.read(write(IdxBytes.file(0x0d, new int[] {1}, bytes(0, 0, 0, 0))));
    // WHEN, THEN
    assertThatThrownBy(idx::toLongs)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("expected elements of an integer type, got FLOAT");
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    // GIVEN
    Path file = write("<html>".getBytes(US_ASCII));
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessage(
            "%s: expected an IDX file, which begins with 00 00, then 08, 09, 0b, 0c, 0d or 0e,"
                + " found 3c 68 74 6d",
            file);
  }

  @Test
  void refusesATypeThatDoesNotExist() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x0a, new int[] {1}, bytes(1)));
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageEndingWith("found 00 00 0a 01");
  }

  @Test
  void refusesAFileThatIsTooShort() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x08, new int[] {2, 3}, bytes(1, 2, 3, 4)));
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessage(
            "%s: expected 6 bytes for UBYTE [2, 3], found the end of the file after 4 of them",
            file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 11})
  void refusesAFileThatEndsInItsHeader(int length) throws IOException {
    // GIVEN
    byte[] whole = IdxBytes.file(0x08, new int[] {1, 1}, bytes(1));
    Path file = write(Arrays.copyOf(whole, length));
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(
            "found the end of the file after " + (length < 4 ? length : length - 4));
  }

  @Test
  void refusesAFileThatGoesOn() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x08, new int[] {2}, bytes(1, 2, 3)));
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessage(
            "%s: expected the end of the file after 2 bytes for UBYTE [2], found more bytes", file);
  }

  @Test
  void refusesAShapeThatNoMemoryHolds() throws IOException {
    // GIVEN
    Path file = write(IdxBytes.file(0x0e, new int[] {-1, -1, -1}, bytes(1)));
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("expected at most 2147483639 bytes of elements")
        .hasMessageContaining("DOUBLE [4294967295, 4294967295, 4294967295]");
  }

  @Test
  void doesNotTakeTheMemoryThatAFalseHeaderPromises() throws IOException {
    // GIVEN two gigabytes announced, one byte there
    Path file = write(IdxBytes.file(0x08, new int[] {2_000_000_000}, bytes(1)));
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("expected 2000000000 bytes")
        .hasMessageContaining("found a file of 9 bytes, which cannot hold them");
  }

  /**
   * A megabyte that unpacks to more than a gigabyte of zeros, all of which its header announces.
   */
  @Test
  void refusesABombBeforeItTakesMemory() throws IOException {
    // GIVEN
    int zeros = 1_500_000_000;
    Path file = directory.resolve("bomb.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write(IdxBytes.file(0x08, new int[] {zeros}));
      byte[] block = new byte[1_000_000];
      for (int i = 0; i < zeros / block.length; i++) {
        out.write(block);
      }
    }
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": 1500000000 bytes for UBYTE [1500000000] are too much for")
        .hasMessageEndingWith("give it more (-Xmx)");
    DataFile known = new DataFile("bomb", 1008, "");
    assertThatThrownBy(() -> known.readFrom(directory))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("expected at most 1008 bytes, found 1500000000 bytes for UBYTE");
  }

  @Test
  void refusesPackedDataThatIsCutShort() throws IOException {
    // GIVEN
    byte[] packed = IdxBytes.gzip(IdxBytes.random(1, 1000));
    Path file = write(Arrays.copyOf(packed, 500));
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(file + ": expected whole gzip data");
  }

  @Test
  void refusesPackedDataWithAFlippedBit() throws IOException {
    // GIVEN
    byte[] packed = IdxBytes.gzip(IdxBytes.random(1, 1000));
    packed[500] ^= 1;
    Path file = write(packed);
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(file + ": expected whole gzip data");
  }

  @Test
  void tellsThatAFileIsNotThere() {
    // GIVEN
    Path file = directory.resolve("absent");
    // WHEN, THEN
    assertThatThrownBy(() -> Idx.read(file)).isInstanceOf(NoSuchFileException.class);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("array"), bytes);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
