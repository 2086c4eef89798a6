package sulcus.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import sulcus.decompose.Signals;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.task.Refusal;

/** Spellings of values on the command line. */
final class Values {
    private static final Pattern MEMORY = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(?:i?b)?");
    private static final Pattern LENGTH = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(mm|cm|in|pt|)");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

    private Values() {}

    /** What is fitted anew besides what lost inputs. */
    enum Refit {
        ATTENTION
    }

    /** Bytes: 8g, 8GB, 512m, 1.5g (powers of 1024), or a number of bytes. */
    static final class Memory implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            Matcher m = MEMORY.matcher(value.strip().toLowerCase(Locale.ROOT));
            if (!m.matches()) {
                throw new TypeConversionException("'" + value + "' is no amount of memory; write 8g or 512m");
            }
            int power = "kmgt".indexOf(m.group(2)) + 1;
            return (long)
                    (Double.parseDouble(m.group(1)) * Math.pow(1024, m.group(2).isEmpty() ? 0 : power));
        }
    }

    /**
     * How many networks a layer gets.
     *
     * @param most exactly as many, or as many at most where the data decide
     */
    record Components(int most, boolean byData) {}

    private static final int MOST_BY_DATA = 256;

    /** A number, auto, or auto:N. */
    static final class ComponentChoice implements ITypeConverter<Components> {
        @Override
        public Components convert(String value) {
            boolean byData = value.startsWith("auto");
            String number = byData ? value.substring(4).replaceFirst("^:", "") : value;
            try {
                return new Components(byData && value.equals("auto") ? MOST_BY_DATA : Integer.parseInt(number), byData);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "'" + value + "' is no number of networks; write 32, auto or auto:64");
            }
        }
    }

    /** Millimetres: 180mm, 18cm, 7in, 500pt; a number alone is millimetres. */
    static final class Millimetres implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            Matcher m = LENGTH.matcher(value.strip().toLowerCase(Locale.ROOT));
            if (!m.matches()) {
                throw new TypeConversionException("'" + value + "' is no length; write 180mm, 18cm or 7in");
            }
            double number = Double.parseDouble(m.group(1));
            return switch (m.group(2)) {
                case "cm" -> number * 10;
                case "in" -> number * 25.4;
                case "pt" -> number * 25.4 / 72;
                default -> number;
            };
        }
    }

    /** Layers: 0-2,28-29, or none. */
    static final class Layers implements ITypeConverter<LayerSet> {
        @Override
        public LayerSet convert(String value) {
            Set<Integer> layers = new TreeSet<>();
            if (!value.strip().equalsIgnoreCase("none")) {
                for (String part : value.split(",")) {
                    Matcher m = RANGE.matcher(part.strip());
                    if (!m.matches()) {
                        throw new TypeConversionException("'" + value + "' names no layers; write 0-2,28-29, or none");
                    }
                    int first = Integer.parseInt(m.group(1));
                    int last = m.group(2) == null ? first : Integer.parseInt(m.group(2));
                    if (last < first) {
                        throw new TypeConversionException("'" + part + "' runs backwards; write " + last + "-" + first);
                    }
                    for (int layer = first; layer <= last; layer++) {
                        layers.add(layer);
                    }
                }
            }
            return new LayerSet(layers);
        }
    }

    /** @param numbers 0-based, ascending */
    record LayerSet(Set<Integer> numbers) {}

    /** Token ids: 5,6,7. */
    static final class Ids implements ITypeConverter<TokenIds> {
        @Override
        public TokenIds convert(String value) {
            try {
                return new TokenIds(Arrays.stream(value.split(","))
                        .map(String::strip)
                        .mapToInt(Integer::parseInt)
                        .toArray());
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is no list of token ids; write 5,6,7");
            }
        }
    }

    /** One sequence of token ids; its own type, since the parser takes an array for an option given several times. */
    record TokenIds(int[] values) {}

    /** Signals by their label. */
    static final class SignalKind implements ITypeConverter<Signals> {
        @Override
        public Signals convert(String value) {
            for (Signals known : Signals.values()) {
                if (known.label().equalsIgnoreCase(value.strip())) {
                    return known;
                }
            }
            throw new TypeConversionException(
                    "'" + value + "' are no signals; take activation,up or product or contribution");
        }
    }

    /** The number of a layer. */
    static final class LayerNumber implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                return Integer.valueOf(value.strip());
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is no layer; write its number, 0 for the first");
            }
        }
    }

    /** A network: 12.7, or 12.1.7 for one of another group than the first. */
    static final class Network implements ITypeConverter<NetworkId> {
        @Override
        public NetworkId convert(String value) {
            try {
                return NetworkId.parse(value.strip());
            } catch (Refusal e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** What is wanted for a network. */
    static final class Decided implements ITypeConverter<Decision> {
        @Override
        public Decision convert(String value) {
            for (Decision known : Decision.values()) {
                if (known.name().equalsIgnoreCase(value.strip())) {
                    return known;
                }
            }
            throw new TypeConversionException("'" + value + "' is no decision; take preserve, drop or undecided");
        }
    }

    /** A threshold of a layer's or a network's own, or none, which takes it back. */
    static final class Own implements ITypeConverter<OwnThreshold> {
        @Override
        public OwnThreshold convert(String value) {
            if (value.strip().equalsIgnoreCase("none")) {
                return new OwnThreshold(null);
            }
            try {
                return new OwnThreshold(Float.valueOf(value.strip()));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is no threshold; write one such as 3.5, or none");
            }
        }
    }

    /** @param value null for none */
    record OwnThreshold(Float value) {}
}
