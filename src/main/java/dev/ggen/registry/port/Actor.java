package dev.ggen.registry.port;

/**
 * Who asks for a change, for ownership and for the audit trail.
 *
 * @param user the user that the token belongs to
 * @param admin whether ownership does not bind them
 * @param origin where the request came from (address and request id), for the audit trail
 */
public record Actor(String user, boolean admin, String origin) {}
