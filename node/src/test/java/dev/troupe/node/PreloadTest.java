package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.api.Entry;
import dev.troupe.owner.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreloadTest {
    @TempDir
    Path folder = Path.of("");

    /** Locations of both modules, whether they are folders or jars by now. */
    @Test
    void bothTheNodeAndWhatApplicationsCallAreLookedThrough() {
        String found = Preload.sources().map(Path::toString).collect(Collectors.joining(" "));
        for (Class<?> type : List.of(Partition.class, Entry.class)) {
            assertThat(found)
                    .contains(Path.of(type.getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .getPath())
                            .toString());
        }
    }

    @Test
    void whatARunningNodeDoesNotUseIsLeftOut() throws IOException {
        for (String file :
                List.of("api/Entry.class", "owner/Sessions$A.class", "owner/notes.txt", "client/Call.class")) {
            Path at = folder.resolve("dev/troupe").resolve(file);
            Files.createDirectories(at.getParent());
            Files.createFile(at);
        }
        assertThat(Preload.classes(folder))
                .containsExactlyInAnyOrder("dev.troupe.api.Entry", "dev.troupe.owner.Sessions$A");
    }
}
