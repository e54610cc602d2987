package dev.troupe.http.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The machine-readable contract that the server hands out. */
final class Contract {
    private static final String RESOURCE = "openapi.yaml";

    private Contract() {}

    /** The OpenAPI document. */
    static byte[] yaml() {
        try (InputStream resource = Contract.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            return resource.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", unreadable);
        }
    }
}
