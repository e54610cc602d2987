package dev.troupe.cli.command;

import dev.troupe.api.Condition;
import dev.troupe.client.EntityTag;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The condition of a write that may depend on what is there. */
final class ConditionOptions {
    @Option(
            names = "--if-match",
            paramLabel = "VERSION",
            converter = IfMatch.class,
            description = "Only if the entry has this version; * for any version.")
    Condition ifMatch = Condition.always();

    /** Reads a version, as {@code get -o json} and {@code put} print it, or a star. */
    static final class IfMatch implements ITypeConverter<Condition> {
        @Override
        public Condition convert(String text) {
            if (text.equals("*")) {
                return Condition.present();
            }
            return Condition.versionIn(EntityTag.version(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no version: write up to 16 digits of 0-9 a-f, or *")));
        }
    }
}
